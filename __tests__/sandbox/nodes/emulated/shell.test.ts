import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { node, shells } from "../support";

/** Scripts that do nothing but print, so that a real shell may run them here. */
const SCRIPTS = [
  "echo a  b 'c  d' \"e  f\" g\\ h",
  "x=1; echo $x \"$x\" '$x' ${x}y \\$x",
  'x=\'a b\'; for w in $x "$x" c; do echo "<$w>"; done',
  'set -- \'a b\' c; for w in "$@"; do echo "<$w>"; done; echo $# $1; shift; echo $1',
  'set --; for w in "$@"; do echo no; done; echo "$*" end',
  "if false; then echo 1; elif true; then echo 2; else echo 3; fi",
  "i=0; while [ $i -lt 5 ]; do i=$((i + 1)); [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done",
  "i=3; until [ $i -eq 0 ]; do echo $i; i=$((i-1)); done",
  "for a in 1 2; do for b in 1 2; do [ $b = 2 ] && continue 2; echo $a$b; done; done",
  "case abc in a*) echo one;; *) echo two;; esac; case 'a*' in 'a*') echo literal;; esac; case x in y|x) echo either; esac",
  "case [x] in '['*) echo bracket;; esac; case b in [!a-c]) echo no;; [a-c]) echo range;; esac",
  'f() { echo "f $1 $#"; return 3; }; f x y; echo $?; f() { echo again; }; f',
  "false || echo or; true && echo and; ! false && echo not; false; echo $?",
  "echo $(echo inner; echo two) `echo back`; x=$(printf 'a\\n\\n'); echo \"<$x>\"",
  "x=outer; (x=inner; echo $x; exit 4); echo $? $x",
  "x=outer; { x=inner; echo $x; }; echo $x",
  "echo ${u:-default} ${u-none} ${e:=set} $e ${e:+other} ${u:+no}end ${#e}",
  "p=/a/b/c.tar.gz; echo ${p##*/} ${p#*/} ${p%.*} ${p%%.*}",
  'x=\'*\'; echo "$x" "${x#\\*}"; y=a.b.c; echo ${y%".c"} ${y#\'a.\'}',
  "echo $((1 + 2 * 3)) $(( (1 + 2) * 3 )) $((7 / 2)) $((7 % 3)) $((2 > 1)) $((1 == 2 || 3 != 3)); n=4; echo $((n * n)) $((-n))",
  "cat <<END\nhello $((1+1)) ${HOME:+home}\n  \\$x `echo back`\nEND\necho after",
  "cat <<'END'\n$x `y`\nEND\ncat <<-END\n\tindented\n\tEND",
  "printf '%s-%s\\n' a b c d; printf '%5d|%-5s|%%\\n' 42 x; printf 'no newline'; echo; printf '%b' 'a\\tb\\n'",
  "echo a | cat; printf 'b\\na\\nb\\n' | sort | uniq; printf '1\\n2\\n3\\n' | head -n 2; printf '1\\n2\\n3\\n' | tail -n 1",
  "printf 'x y\\nz\\n' | while read -r a b; do echo \"$b<$a\"; done; printf 'a\\n' | { read x; echo $x; }",
  "echo out; echo err >&2; echo both 2>&1; { echo grouped; echo too; } 2>/dev/null; echo gone >/dev/null",
  'nosuchvariable=; [ -z "$nosuchvariable" ] && echo empty; [ -n x -a x = x ] && echo both; [ 1 -lt 2 ] && [ b != a ] && echo cmp',
  "set -e; if false; then :; fi; false || true; echo goes on; false; echo not reached",
  "set -eu; echo ${unset_one:-fine}; (false) || echo tested",
  "x=5 y=6; echo $x$y; x=7 sh -c 'echo $x'; echo $x; export x; sh -c 'echo $x $0 $1' name arg",
  "# a comment\necho a # another\necho 'a # b' a#b",
  "echo one; \\\n echo two \\\n three",
  "exit 7; echo not reached",
  "echo a; exit",
  "false; exit",
  "eval 'x=1; echo $x'; eval \"echo \\$x\"",
  "printf 'a b\\nc\\n' | wc -l; printf 'a b\\nc\\n' | wc -w",
  "printf 'abc\\nABD\\nx\\n' | grep -i ab; printf 'a\\n' | grep -q b || echo none; printf 'a\\nb\\n' | grep -v a; printf 'a.b\\n' | grep -c 'a\\.b'",
  "basename /a/b.txt .txt; dirname /a/b; seq 3; seq 2 4; true; echo $?",
  'a=1; a=$((a+1)); echo "$a$(echo "nested $(echo \'deep "x"\')")"',
  "if true; then\n  echo 'multi\nline'\nfi",
  "f() (echo sub; exit 3); f; echo $?",
  'while read -r line; do echo "[$line]"; done <<E\none two\nthree\nE',
  'unset x; echo "${x}"; x=1; unset x; echo ${x:-gone}; command -v echo',
  'case $(echo yes) in yes) true;; esac && echo ok; echo "a"\'b\'c"$((1))"',
];

describe("the emulated shell", () => {
  const run = shells({ isolation: "emulated" });

  it.each(SCRIPTS)("does as the machine's own sh: %j", async (script) => {
    let status = 0;
    let stdout: string;
    try {
      stdout = execFileSync("/bin/sh", ["-c", script], {
        env: { PATH: process.env.PATH, HOME: "/root" },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch (error) {
      const failed = error as { status: number; stdout: string };
      status = failed.status;
      stdout = failed.stdout;
    }
    const result = await run(script);
    expect({ stdout: result.stdout, status: result.exitCode }).toEqual({ stdout, status });
  });

  it.each([
    ["if true", "expected `then'"],
    ["echo 'x", "unterminated quoted string"],
    ["echo $(", "expected `)'"],
    ["[[ a == b ]]", "`[[' is bash's and is not emulated"],
    ["sleep 1 &", "background commands (&) are not emulated"],
    ["fi", "unexpected"],
    ["cat <<END\nx", "the here-document does not end with END"],
  ])("refuses %j: %s", async (script, message) => {
    const { exitCode, stderr } = await run(script);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("reaches no file of this machine", async () => {
    const secret = readFileSync(__filename, "utf8").slice(0, 20);
    const { stdout, stderr } = await run(`cat ${__filename} < /dev/null; cat < ${__filename}; echo $(cat /etc/shadow)`);
    expect(stdout).not.toContain(secret);
    expect(stderr).toContain("No such file or directory");
  });

  it("knows no commands by the names of a JavaScript object's members", async () => {
    expect(await run("constructor; toString; __proto__ x; hasOwnProperty")).toMatchObject({ exitCode: 127 });
  });

  it.each([
    ["a value that doubles for ever", "x=x; while :; do x=$x$x; done"],
    ["a function that calls itself", "f() { f; }; f"],
    ["a script that nests without end", `${"(".repeat(5_000)}`],
    ["output that a pipe would have to hold", "while :; do echo 0123456789; done | cat"],
    ["a file that grows", "while :; do echo 0123456789 >> /tmp/x; done"],
  ])("ends %s", async (_, script) => {
    const { exitCode, ended } = await run(script, node(), { timeoutSeconds: 20 });
    expect(exitCode === 2 || ended === "timed-out").toBe(true);
  });
});
