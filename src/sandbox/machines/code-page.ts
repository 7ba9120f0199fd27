/**
 * Output that Windows PowerShell writes in the console's code page and the SSM Agent reads as UTF-8. Bytes that are not
 * UTF-8 arrive as replacement characters, and characters that the code page lacks as question marks.
 */

export type CodePage = 437 | 850 | 932;

/** The characters of the bytes 0x80 to 0xFF. */
const UPPER_HALVES: Readonly<Record<437 | 850, string>> = {
  437:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
};

const tables = new Map<CodePage, ReadonlyMap<string, readonly number[]>>();

/** The string as it arrives. */
export function garbled(output: string, codePage: CodePage): string {
  const table = tableOf(codePage);
  const question = 0x3f;
  const bytes = [...output].flatMap((character) => {
    const code = character.codePointAt(0) ?? question;
    return code < 0x80 ? [code] : (table.get(character) ?? [question]);
  });
  return Buffer.from(bytes).toString("utf8");
}

function tableOf(codePage: CodePage): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(codePage);
  if (known !== undefined) return known;
  const table = codePage === 932 ? shiftJis() : new Map([...UPPER_HALVES[codePage]].map((c, i) => [c, [0x80 + i]]));
  tables.set(codePage, table);
  return table;
}

/** The one or two bytes of every character. */
function shiftJis(): Map<string, readonly number[]> {
  const decoder = new TextDecoder("shift_jis");
  const table = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if ([...character].length === 1 && character !== "\ufffd" && !table.has(character)) table.set(character, bytes);
  };
  for (let first = 0x80; first <= 0xfc; first++) {
    add([first]);
    for (let second = 0x40; second <= 0xfc; second++) add([first, second]);
  }
  return table;
}
