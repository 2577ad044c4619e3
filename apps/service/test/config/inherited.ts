/** The environment of the test run: programs are found and packages installed with it. */
export const inherited: NodeJS.ProcessEnv = process.env;
