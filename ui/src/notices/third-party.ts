/** What several pieces of other people's code are under. */
export interface ThirdParty {
  /** SPDX identifier, or `NOTICE`. */
  licence: string;
  /** Names with their versions. */
  components: string[];
  text: string;
}

/** Fetches what THIRD-PARTY.txt says; a file of its own, because hardly anybody reads it. */
export async function fetchThirdParty(): Promise<ThirdParty[]> {
  const { default: text } = await import('../../../THIRD-PARTY.txt?raw');
  return parsed(text);
}

/** Parts between rules of `=`; in each licence and components, a line of `-`, the text (`scripts/notices`). */
export function parsed(file: string): ThirdParty[] {
  return file
    .split(`${'='.repeat(64)}\n`)
    .slice(1)
    .map((part) => {
      const line = `\n${'-'.repeat(64)}\n`;
      const end = part.indexOf(line);
      const [licence = '', ...components] = part.slice(0, end).split('\n');
      return { licence, components, text: part.slice(end + line.length).trim() };
    });
}
