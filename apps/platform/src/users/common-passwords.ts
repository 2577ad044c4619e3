/**
 * What is tried first: the best-known common passwords in lower case, also as stems (digits and signs around them are
 * taken off before they are looked up). One word each; written down from common knowledge, no list was copied.
 */
const WORDS = `
  password passw0rd password1 password12 password123 password1234 password12345 password123456 passwords passwort
  passport password! p@ssword p@ssw0rd pa55word qwerty qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345
  qwertz qwertzui azerty azertyui azertyuiop asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm asdfasdf qweqwe qweasd qweasdzxc
  qazwsx qazwsxedc 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 zaq12wsx zaq1xsw2 zaq1zaq1 asd123
  zxc123 a1b2c3d4 a1s2d3f4 1a2b3c4d aa123456 abc12345 abcd1234 abcdefgh abcdef abc123 a123456 a1234567 a12345678
  a123456789 q1234567 q12345678 123qweasd 123qwe123 qwe123456 12qwaszx 1234qwer qwer1234 asdf1234 zxcv1234 qwerasdf
  wasdwasd 12345678 123456789 1234567890 123456780 12345679 87654321 987654321 0987654321 9876543210 11111111
  111111111 1111111111 00000000 000000000 0000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888
  99999999 999999999 12341234 11223344 1122334455 112233445566 12121212 123123123 12312312 10203040 102030 13579
  147258369 147258 159753 159357 741852963 789456123 456789123 123654789 31415926 314159265 27182818 19841984 20202020
  01012011 12344321 123454321 11112222 69696969 14725836 78945612 administrator adminadmin admin123 admin1234
  admin12345 administrador changeme changeit changethis default password0 rootroot root1234 toortoor letmein letmein1
  letmein2 letmeinnow welcome welcome1 welcome12 welcome123 welcome2 login123 loginlogin guestguest testtest test1234
  test12345 testing testing1 testing123 tester123 temppass temporary secret secret12 secret123 supersecret topsecret
  mypassword mypass123 mypasswd thepassword yourpassword nopassword newpassword oldpassword passphrase masterkey
  masterpassword security securepassword access accessdenied opensesame sesameopen trustno1 trustnoone iamadmin
  superuser superman superman1 poweruser manager1 sysadmin webmaster postmaster hostmaster database oracle123 mysql123
  postgres server123 computer computer1 internet internet1 network1 windows windows1 windows10 windows7 microsoft
  google google123 facebook facebook1 twitter instagram linkedin linkedin1 youtube youtube1 whatsapp snapchat android
  iphone samsung samsung1 motorola blackberry playstation xbox360 nintendo minecraft fortnite starcraft warcraft
  worldofwarcraft counterstrike pokemon pokemon1 pikachu charizard iloveyou iloveyou1 iloveyou2 iloveyou123 iloveyou!
  iloveu iloveme iloveme1 ilovehim ilovemymom ilovejesus ilovegod ihateyou iloveyousomuch loveyou loveyou1 loveme
  loveme1 lovelove lovelove1 lovely lovers lover123 mylove mylove1 forever forever1 together sweetheart sweetie
  sweetness sweetpea darling darling1 babygirl babygirl1 babyboy babyboy1 princess princess1 princesa prettygirl
  beautiful beautiful1 gorgeous handsome hottie hottie1 sexybitch sexygirl angelgirl sunshine sunshine1 sunflower
  sunflower1 summer summer1 summer01 summertime spring autumn winter winter1 january february september october
  november december monday tuesday wednesday thursday friday saturday sunday holiday christmas christmas1 halloween
  birthday birthday1 celebration vacation football football1 baseball baseball1 basketball basketball1 softball
  volleyball hockey soccer soccer1 tennis golfing golfer1 fishing fisherman wrestling skateboard snowboard swimming
  swimmer gymnastics cheerleader cricket rugby1 boxing bowling cowboys cowboys1 steelers steelers1 packers eagles
  eagles1 patriots redskins raiders raiders1 broncos dolphins vikings yankees yankees1 redsox lakers lakers1 celtics
  bulls23 liverpool liverpool1 arsenal arsenal1 chelsea chelsea1 manchester manutd manunited barcelona barcelona1
  realmadrid juventus bayern munich galatasaray fenerbahce besiktas benfica america1 flamengo corinthians celtic
  rangers everton tottenham newcastle michael michael1 michelle michelle1 jennifer jennifer1 jessica jessica1 ashley1
  amanda1 matthew matthew1 daniel1 anthony anthony1 andrew1 joshua1 joshua christopher nicholas nicholas1 elizabeth
  elizabeth1 stephanie samantha samantha1 alexander alexander1 alexandra alexandra1 jonathan jonathan1 benjamin
  benjamin1 brandon brandon1 charlotte charlie charlie1 william william1 richard richard1 robert1 thomas1 patrick
  patrick1 victoria victoria1 isabella gabriel gabriel1 gabriela fernando francisco alejandro alejandra cristina
  christian christina christine katherine catherine danielle caroline margaret rebecca1 rebecca veronica valentina
  sebastian sebastian1 santiago carolina mariana daniela1 natalia natasha1 natasha melissa melissa1 heather heather1
  brittany brittany1 courtney courtney1 kimberly kimberly1 lauren1 madison madison1 mackenzie savannah savannah1
  cheyenne cheyenne1 dakota1 hannah1 vanessa vanessa1 nathalie nathan1 zachary zachary1 jackson jackson1 jordan
  jordan1 jordan23 cameron cameron1 spencer spencer1 timothy stephen steven1 kenneth gregory douglas leonardo leonard
  giovanni giovanna francesco francesca alessandro alessandra andreas stefanie sabrina sabrina1 svetlana ekaterina
  vladimir tatiana anastasia dmitry alexey nikolai mohammed muhammad mohamed abdullah ibrahim fatima hussain monkey
  monkey1 monkey12 monkey123 dragon dragon1 dragon12 dragon123 tigger tigger1 tiger123 kitten kitty123 hellokitty
  kittycat pussycat butterfly butterfly1 dolphin dolphin1 elephant elephants panther panthers scorpion spider
  spiderman spiderman1 batman batman1 ironman captain avengers wolverine deadpool hulkhogan starwars starwars1
  starwars123 skywalker darthvader chewbacca yodayoda startrek matrix neo12345 gandalf gandalf1 frodo123 hobbit
  legolas hogwarts harrypotter voldemort dumbledore mickey mickey1 mickeymouse minniemouse donaldduck snoopy garfield
  scooby scoobydoo scooter tweety tweety1 winnie tinkerbell tinkerbell1 cinderella snowwhite pinkfloyd metallica
  metallica1 nirvana nirvana1 slipknot slipknot1 linkinpark greenday eminem eminem1 rammstein ironmaiden acdc1234
  beatles1 beatles rockstar rockstar1 rocknroll guitar guitar1 drummer drummer1 music123 musical musiclover flower
  flower1 flowers blossom daisy123 rosebud jasmine jasmine1 lavender strawberry raspberry blueberry cherries pineapple
  watermelon chocolate chocolate1 cookie cookies cookie123 cupcake cupcake1 candyman cheesecake pancakes popcorn
  peanut peanut1 butterball banana bananas orange oranges pepper pepper1 pepperoni ginger ginger1 cinnamon vanilla
  coconut mustang mustang1 corvette ferrari ferrari1 porsche porsche911 mercedes mercedes1 lamborghini maserati
  chevrolet chevy123 camaro firebird thunder thunder1 thunderbird harley harley1 harleydavidson yamaha suzuki kawasaki
  toyota honda123 nissan subaru bmw12345 volkswagen volvo123 shadow shadow1 shadow12 shadow123 master master1
  master123 masters hunter hunter1 hunter12 hunter123 killer killer1 killer123 ranger ranger1 buster buster1 maverick
  maverick1 phoenix phoenix1 phantom phantom1 warrior warrior1 warriors soldier soldier1 samurai ninja123 assassin
  predator terminator gladiator spartan spartan117 crusader destroyer excalibur dragonfly dragonball dragonballz
  lightning lightning1 blizzard hurricane tornado volcano earthquake midnight midnight1 darkness darkside nightmare
  vampire vampires zombie123 werewolf freedom freedom1 liberty america american patriot marines marine1 military
  airforce airborne firefighter fireman1 police911 scarface godfather soprano gangster gangsta playboy playboy1
  player123 pimpin whatever whatever1 whatever2 nothing nothing1 something anything everything nobody somebody fuckyou
  fuckyou1 fuckyou2 fuckoff fuckoff1 fuckme asshole asshole1 bullshit bitch123 bastard bollocks jackass biteme
  dickhead blowjob pussy123 bigdick bigdaddy bigdaddy1 bigboobs sexsex69 swordfish password69 blink182 nascar88
  number1 number123 number2 lucky123 lucky777 jackpot casino777 money123 moneymoney millionaire success success1
  business company1 enterprise office365 student student1 teacher teacher1 school123 college university graduate
  science1 physics chemistry biology mathematics history1 english1 spanish french123 germany germany1 deutschland
  france123 england england1 london123 scotland ireland australia canada123 newyork newyork1 california texas123
  florida1 chicago chicago1 boston123 losangeles lasvegas hollywood paradise brasil123 mexico123 argentina colombia
  venezuela portugal espana123 italia123 russia123 moscow123 ukraine turkey123 istanbul pakistan pakistan1 india123
  bangladesh indonesia malaysia philippines singapore vietnam japan123 tokyo123 hongkong shanghai beijing jesuschrist
  jesus123 jesusislord jesusloves jesusfreak godisgood godislove godbless blessed blessed1 blessing hallelujah
  heavenly angel123 angels angelina archangel guardian guardian1 miracle prayer faith123 hope1234 grace123 church1
  bible123 christ1 trinity trinity1 genesis genesis1 emmanuel solomon abraham matthew28 john316 psalm23 allah123
  bismillah ganesh123 krishna krishna1 saibaba hallo123 hallohallo hallo1234 schatz schatzi schatz123 sonnenschein
  sommer123 winter123 fussball geheim geheim123 passwort1 passwort123 passwort1234 ficken ichliebedich lollipop
  lollol123 motdepasse bonjour bonjour1 soleil soleil1 doudou jetaime jetaime1 chouchou loulou marseille contrasena
  contrasena1 contraseña tequiero teamo123 teamomucho mariposa estrella hermosa bonita123 senha123 senha1234 mudar123
  brasil10 sporting1 benfica1 ciaociao juventus1 amoremio password1! haslo123 polska123 qwerty1! wachtwoord welkom01
  welkom123 hejsan123 losenord salasana sifre123 parola123 jelszo12 heslo123 lozinka1 maggie maggie1 bailey bailey1
  buddy123 lucky1234 rocky123 sadie123 molly123 coco1234 princess12 precious precious1 cutiepie cutie123 sweetie1
  honey123 honeybee honeybun sugar123 baby1234 bubbles bubbles1 bubblegum rainbow rainbow1 rainbows unicorn unicorn1
  unicorns fairytale mermaid1 diamond diamond1 diamonds crystal crystal1 emerald sapphire platinum golden123 silver123
  silver1 purple purple1 purple12 purple123 yellow123 yellow1 orange123 orange1 green123 blueblue redred123 blackcat
  blackjack whiteboy cowgirl cowboy1 country1 mountain ocean123 riverside lakeside beachbum sandstone stargazer
  universe galaxy123 infinity infinity1 asteroid spaceship rocket123 einstein newton123 mozart beethoven picasso
  leonardo1 davinci napoleon alexanderthegreat cleopatra tutankhamun socrates aristotle correcthorsebatterystaple
  hunter2hunter2 thisisapassword thisismypassword ilovemypassword passwordpassword password1password letmeinplease
  opensesame1 abracadabra hocuspocus supercalifragilistic supercalifragilisticexpialidocious nintendo64 gameboy1
  playstation3 playstation4 callofduty blackops modernwarfare assassinscreed grandtheftauto leagueoflegends dota2dota
  tekken123 streetfighter mortalkombat finalfantasy zelda123 legendofzelda supermario mario123 sonic123 tetris12
  roblox123 pubg1234 freefire overwatch battlefield battlefield1
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
