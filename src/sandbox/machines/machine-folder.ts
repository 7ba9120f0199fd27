/** A Linux node's own part of the file system: its tools, its programs and the few files that programs read. */
import { posix } from "node:path";
import { modelFiles } from "./amazon-linux/model";
import { amazonLinuxPrograms } from "./amazon-linux/programs";
import type { NodeDescription } from "./description";
import { NODE, TOOLS } from "./jail";
import { programScript, shellWord } from "./programs";

/** Files that many programs and scripts read, overridden by those of the description. */
export function machineFiles(node: NodeDescription): Record<string, string> {
  return {
    "/etc/hostname": `${node.hostname}\n`,
    "/etc/hosts": `${node.privateIpAddress} ${node.hostname}\n127.0.0.1 localhost\n`,
    "/etc/passwd": PASSWD,
    "/etc/group": GROUP,
    "/etc/fstab": "UUID=8a1f6f4d-6c3b-4f3e-a8c1-5d3f2b6c7e01 / xfs defaults,noatime 1 1\n",
    "/etc/resolv.conf": `nameserver 10.0.0.2\nsearch ${node.ec2Hostname.replace(/^[^.]*\./, "")}\n`,
    ...modelFiles(node),
    ...node.files,
  };
}

const PASSWD = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/:/sbin/nologin
chrony:x:996:995::/var/lib/chrony:/sbin/nologin
sshd:x:74:74:Privilege-separated SSH:/usr/share/empty.sshd:/usr/sbin/nologin
ec2-user:x:1000:1000:EC2 Default User:/home/ec2-user:/bin/bash
ssm-user:x:1001:1001::/home/ssm-user:/bin/bash
`;
const GROUP =
  "root:x:0:\nwheel:x:10:ec2-user\nsshd:x:74:\nchrony:x:995:\nec2-user:x:1000:\nssm-user:x:1001:\nnobody:x:65534:\n";

/** The script of each described program of a node, by name. */
export function nodePrograms(node: NodeDescription): Record<string, string> {
  const healthy = amazonLinuxPrograms();
  return Object.fromEntries(
    Object.entries(node.programs).map(([name, answers]) => [name, programScript(name, answers, healthy.get(name))]),
  );
}

/** If the clock jumps, `sleep` reports its arguments on descriptor 3 and waits for a line on descriptor 4. */
const SLEEP = `#!/bin/sh
echo "sleep $*" >&3
read -r woken <&4
`;

/** The shell script that fills the node's folder. It runs before the node's first command, with the folder at `/node`. */
export function machineFolderScript(node: NodeDescription, tools: readonly string[], jumps: boolean): string {
  const own = [
    ...Object.entries(nodePrograms(node)),
    ...(jumps && node.programs.sleep === undefined ? [["sleep", SLEEP] as const] : []),
  ];
  const ownNames = new Set(own.map(([name]) => name));
  const links = tools.filter((name) => !ownNames.has(name));
  const files = Object.entries(machineFiles(node));
  const folders = new Set(files.map(([path]) => posix.dirname(path)));
  return `
set -eu
PATH=${TOOLS}
umask 022
rm -rf ${NODE}/usr/bin
mkdir -p ${NODE}/usr/bin ${NODE}/usr/local/bin ${NODE}/usr/local/sbin
cd ${NODE}
mkdir -p etc home mnt opt run srv var/log var/tmp
mkdir -p -m 700 root
mkdir -p -m 1777 tmp
[ -e bin ] || ln -s usr/bin bin
[ -e sbin ] || ln -s usr/bin sbin
[ -e usr/sbin ] || ln -s bin usr/sbin
${links.length === 0 ? "" : `ln -s ${links.map((name) => shellWord(`${TOOLS}/${name}`)).join(" ")} usr/bin/`}
mkdir -p -m 700 ${shellWord(posix.join("var/lib/amazon/ssm", node.instanceId, "document/orchestration"))}
mkdir -p ${[...folders].map((folder) => shellWord(`${folder}/`)).join(" ")}
${files.map(([path, content]) => `printf %s ${shellWord(content)} > ${shellWord(path)}`).join("\n")}
${own.map(([name, content]) => `printf %s ${shellWord(content)} > usr/bin/${shellWord(name)}`).join("\n")}
${own.length === 0 ? "" : `chmod 755 ${own.map(([name]) => `usr/bin/${shellWord(name)}`).join(" ")}`}
`;
}
