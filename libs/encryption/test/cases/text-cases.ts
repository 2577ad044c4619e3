/** JSON texts that every reader of sealed content takes, with their value, and that every one refuses. */
export const jsonTexts = {
  accepted: [
    ' {"a":[1,-2.5e3,true,false,null,"\\u00e9\\n\\ud83d\\ude00"]}\t\r\n',
    '"plain"',
    '0',
    '-0',
    '1E+2',
    '{}',
    '[]',
    '[ ]',
    '{"":""}',
    '{"a":{"a":1},"b":{"a":1}}',
    '{"__proto__":{"x":1}}',
    '"\u007f é 数据 😀"',
    '9007199254740993',
    '['.repeat(64) + ']'.repeat(64),
  ],
  refused: [
    '',
    ' ',
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '[{"x":{"a":1,"a":2}}]',
    '{"a":1,}',
    '[1,]',
    '[,1]',
    '{,}',
    '{"a"}',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '{"a":1}}',
    '{"a":1',
    '[1',
    '[1 2]',
    '1 1',
    '01',
    '-01',
    '+1',
    '.5',
    '1.',
    '1e',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    '-Infinity',
    '-',
    '1e999',
    '-1e999',
    'nul',
    'truE',
    'undefined',
    '"',
    '"a',
    '"\\"',
    '"\\x41"',
    '"\\u12"',
    '"\\U0041"',
    '"\ttab"',
    '"line\nbreak"',
    '"\u0000"',
    '"\\ud800"',
    '"\\ude00\\ud83d"',
    '{"\\ud800":1}',
    '/**/1',
    '1//',
    '\ufeff1',
    '\u00a01',
    '\u20281',
    '\u000b1',
    '['.repeat(65) + ']'.repeat(65),
  ],
} as const;

/** Base64url with exactly one form per byte string (RFC 4648, 5): hexadecimal bytes to text, and texts refused. */
export const base64urlTexts = {
  accepted: [
    { hex: '', text: '' },
    { hex: '00', text: 'AA' },
    { hex: 'ff', text: '_w' },
    { hex: 'fbff', text: '-_8' },
    { hex: '666f6f', text: 'Zm9v' },
    { hex: '666f6f62', text: 'Zm9vYg' },
    { hex: '666f6f6261', text: 'Zm9vYmE' },
    { hex: '666f6f626172', text: 'Zm9vYmFy' },
  ],
  refused: ['A', 'AB', 'AAB', 'AAAAA', 'AA==', 'AA=', '/w', '+_8', 'Zm 9v', 'Zm9v\n', ' Zm9v', 'Zm9v.', 'Zm9é', '='],
} as const;

/** RFC 8785: input values (JSON, read leniently) and their only form; numbers are those of its appendix B. */
export const canonicalTexts = [
  {
    name: 'the sample of RFC 8785, 3.2.2',
    input:
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    output:
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  },
  {
    name: 'sorting by UTF-16 code units, RFC 8785, 3.2.3',
    input:
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    output:
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  },
  {
    name: 'nested objects',
    input: '{"b":{"d":1,"c":[{"z":1,"a":2}]},"a":[]}',
    output: '{"a":[],"b":{"c":[{"a":2,"z":1}],"d":1}}',
  },
  { name: 'zero and minus zero', input: '[0,-0,-0.0]', output: '[0,0,0]' },
  {
    name: 'smallest and largest numbers',
    input: '[5e-324,-5e-324,1.7976931348623157e308]',
    output: '[5e-324,-5e-324,1.7976931348623157e+308]',
  },
  {
    name: 'borders of exact integers',
    input: '[9007199254740992,-9007199254740992,295147905179352830000]',
    output: '[9007199254740992,-9007199254740992,295147905179352830000]',
  },
  {
    name: 'the border of exponents',
    input: '[9.999999999999997e22,1e23,1.0000000000000001e23,999999999999999700000,1e21,0.000001,9.999999999999997e-7]',
    output:
      '[9.999999999999997e+22,1e+23,1.0000000000000001e+23,999999999999999700000,1e+21,0.000001,9.999999999999997e-7]',
  },
  {
    name: 'rounding',
    input:
      '[333333333.3333332,333333333.33333325,333333333.3333333,333333333.3333334,1424953923781206.2,-0.0000033333333333333333]',
    output:
      '[333333333.3333332,333333333.33333325,333333333.3333333,333333333.3333334,1424953923781206.2,-0.0000033333333333333333]',
  },
  {
    name: 'control characters',
    input: '"\\u0000\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u001f\\u007f"',
    output: '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u007f"',
  },
] as const;
