import { spawnSync } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { node, shells } from "../support";

/** Scripts that only print, so that a real shell may run them here. */
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
  "for i in 1 2 3; do [ $i = 2 ] && break; done; echo $?; while :; do false; break; done; echo $?",
  "set -e; for i in 1 2 3; do [ $i = 3 ] && break; done; echo reached",
  "for v in 123 12a ''; do case $v in '' | *[!0-9]*) echo \"no number: $v\";; *) echo \"number: $v\";; esac; done",
  "false; for i in 1; do echo $?; false; echo $?; done; x=$(for i in 1 2; do [ $i = 2 ] && break; done; echo $?); echo $x",
  "set -e; x=$(false); echo not reached",
  "set -e; false && true; if false; then :; fi; ! true; echo reached",
  'x=$(exit 3); echo $?; r=$(echo out; exit 4); rc=$?; echo "$r $rc"; rc=0; false || rc=$?; echo $rc',
  "echo kept > /dev/null; cat /dev/null; echo end",
  "printf 'a:1\\nb:2\\n' | while IFS=: read -r k v; do echo \"$k is $v\"; done",
  "printf 'x 1\\ny 2\\n' | awk '$2 > 1 { s += $2 } END { print s, NR }'; printf 'a=b\\n' | sed 's/=\\(.\\)/-\\1\\1/'",
  "printf '10\\n9\\n' | sort -n | head -n 1; echo a,b | cut -d, -f2; echo abc | tr a-c A-C; printf 'a\\na\\n' | uniq | wc -l",
  "cd /tmp && mkdir -p fb.$$ && cd fb.$$ && touch 1.log 2.log x && echo *.log [!1]* && find . -name '*.log' | sort; cd /; rm -r /tmp/fb.$$",
  't=$(mktemp) && echo x > "$t" && cat "$t" && rm "$t" && [ ! -e "$t" ] && echo gone; [ -x /bin/sh ] && echo executable',
  'f() { while [ $# -gt 0 ]; do case $1 in --name=*) echo "${1#*=}";; -v) echo verbose;; *) echo "[$1]";; esac; shift; done; }; f -v --name=x \'a b\'',
  "while getopts ab: o -a -b value; do echo $o $OPTARG; done",
  "x=1; echo 'echo \"<$x>\"; exit 6' > /tmp/fb-s.sh; sh /tmp/fb-s.sh; echo $?; rm /tmp/fb-s.sh",
  "exec 3>&1; echo three >&3; exec 2>&1; ls /nonexistent >/dev/null 2>&1 || echo missing",
  "readonly X=1; echo $X",
];

describe("a script in the emulated shell", () => {
  const run = shells({ isolation: "emulated" });

  it.each(SCRIPTS)("has the same result as in the machine's own sh: %j", async (script) => {
    const { stdout, status } = spawnSync("/bin/sh", ["-c", script], {
      env: { PATH: process.env.PATH, HOME: "/root" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const result = await run(script);
    expect({ stdout: result.stdout, status: result.exitCode }).toEqual({ stdout, status });
  });

  it.each([
    ['a=(1 2 3); a+=(4); echo "${#a[@]} ${a[-1]}"; declare -A m=([k]=v); echo ${m[k]}', "4 4\nv\n"],
    ["[[ abc == a* && abc =~ ^a(.)c$ ]] && echo ${BASH_REMATCH[1]}; [[ b == [!a] ]] && echo other", "b\nother\n"],
    [
      "for ((i = 0; i < 3; i++)); do printf $i; done; echo {a,b}c; s=hello; echo ${s:1:3} ${s//l/L}",
      "012ac bc\nell heLLo\n",
    ],
    [
      "set -o pipefail; false | true; echo $?; read -r a b <<< 'x y'; echo $b; mapfile -t l < <(seq 2); echo ${#l[@]}",
      "1\ny\n2\n",
    ],
    [
      "id -u; whoami; id -un; echo $UID $HOSTNAME; kill -0 1 2>/dev/null || echo none; umask 077; timeout 0.1 sleep 60; echo $?",
      "0\nroot\nroot\n0 ip-10-0-1-23.ap-northeast-1.compute.internal\nnone\n124\n",
    ],
  ])("knows what bash knows besides: %j", async (script, stdout) => {
    expect(await run(script)).toMatchObject({ stdout, stderr: "", exitCode: 0 });
  });

  it.each([["if true"], ["echo 'x"], ["echo $("], ["fi"], ["(".repeat(5_000)]])(
    "is refused with a word where it cannot be read: %.20j",
    async (script) => {
      const { exitCode, stderr } = await run(`echo not run\n${script}`);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/syntax error|unexpected EOF/);
    },
  );

  it("runs in the interpreter that its first line names", async () => {
    expect(await run("#!/bin/bash -e\nfalse\necho not reached")).toMatchObject({ exitCode: 1, stdout: "" });
    expect((await run("#!/usr/bin/env bash\necho $0")).stdout).toMatch(/\/_script\.sh\n$/);
    const python = await run("#!/usr/bin/env python3\nprint(1)");
    expect(python).toMatchObject({ exitCode: 127, stdout: "" });
    expect(python.stderr).toContain("python3: bad interpreter");
  });

  it("starts in its working directory", async () => {
    expect((await run("pwd", node(), { workingDirectory: "/var/log" })).stdout).toBe("/var/log\n");
    expect(await run("pwd", node(), { workingDirectory: "/nowhere" })).toMatchObject({
      exitCode: 1,
      stderr: "failed to run commands: chdir /nowhere: no such file or directory",
    });
  });

  it("leaves only files to the next script", async () => {
    await run(
      "readonly LEFT=1; export ALSO=1; f() { :; }; alias x=ls; shopt -s nullglob; set -u; echo file > /tmp/left",
    );
    const { stdout } = await run("LEFT=2; echo $LEFT [$ALSO] /no*; type f >/dev/null 2>&1 || echo no f; cat /tmp/left");
    expect(stdout).toBe("2 [] /no*\nno f\nfile\n");
  });

  it("sees a changed description in the next command, and its own files unchanged", async () => {
    expect((await run("color; echo own > /etc/own", node({ programs: { color: { stdout: "red" } } }))).stdout).toBe(
      "red\n",
    );
    const changed = node({ programs: { colour: { stdout: "blue" }, awk: { stdout: "described" } } });
    const { stdout } = await run("colour; color 2>/dev/null || echo none; awk; cat /etc/own", changed);
    expect(stdout).toBe("blue\nnone\ndescribed\nown\n");
  });

  it("sees no file, no variable and no program of this machine", async () => {
    process.env.FLEETBOOK_TEST_SECRET = "secret";
    const { stdout } = await run(
      `cat ${__filename} /etc/shadow /proc/self/environ; ls ${process.cwd()}; set; env; printenv; for p in node python3 curl git js-exec sqlite3; do command -v $p; done`,
    );
    delete process.env.FLEETBOOK_TEST_SECRET;
    expect(stdout).not.toContain("secret");
    expect(stdout).not.toMatch(/describe\(|root:[*!$]|NODE_|npm_|\/bin\/(node|python3|curl|git|js-exec|sqlite3)/);
    expect(stdout).toContain("HOME=/root\n");
  });

  it("cannot connect to a port of this machine", async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { exitCode } = await run(`echo > /dev/tcp/127.0.0.1/${port}; curl -s http://127.0.0.1:${port}/`);
    await new Promise((resolve) => server.close(resolve));
    expect({ connections, exitCode }).toEqual({ connections: 0, exitCode: 7 });
  });

  it("does not find commands with the names of a JavaScript object's members", async () => {
    expect(await run("constructor; toString; __proto__ x; hasOwnProperty")).toMatchObject({ exitCode: 127 });
  });

  it("warns that a trap will not run, and continues", async () => {
    const { exitCode, stdout, stderr } = await run("set -e; trap 'rm -f /tmp/lock' EXIT; echo on");
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "on\n" });
    expect(stderr).toContain("trap: not emulated, it will not run: rm -f /tmp/lock EXIT");
  });

  it.each([
    ["a value that doubles for ever", "x=x; while :; do x=$x$x; done", "limit exceeded"],
    ["a function that calls itself", "f() { f; }; f", "maximum recursion depth"],
    ["a loop that does nothing", "while :; do :; done", "too many commands"],
    ["output without end", "while :; do printf '%100000d' 1; done", "total output size exceeded"],
    ["a pipe that bombs", "bomb() { bomb | bomb & }; bomb", "maximum recursion depth"],
  ])("ends %s", async (_, script, why) => {
    const { exitCode, ended, stderr } = await run(`echo begun; ${script}`);
    expect({ exitCode, ended }).toEqual({ exitCode: 126, ended: "exited" });
    expect(stderr).toContain(why);
  });

  it.each([
    ["sleeps", "for i in 1 2; do echo $i; sleep 600; done", "1\n"],
    ["is busy", "echo 1; while :; do true | cat; done", "1\n"],
    ["waits in a condition", "echo 1; while sleep 600; do :; done", "1\n"],
    ["waits in a function in a pipe", "f() { sleep 600; }; echo 1; f | cat", "1\n"],
    ["waits for a described program", "echo 1; slow || echo 2; echo 3", "1\n"],
  ])("is ended with what it has printed while it %s", async (_, script, stdout) => {
    const slow = node({ programs: { slow: { takesSeconds: 600 } } });
    expect(await run(script, slow, { timeoutSeconds: 0.5 })).toEqual({
      exitCode: 137,
      stdout,
      stderr: "",
      ended: "timed-out",
    });
  });
});
