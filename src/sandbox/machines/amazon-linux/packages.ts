/** The packages of a healthy node, and those that its repository offers besides. */

export type Release = "amzn2" | "amzn2023";

/** `name version-release`, with the epoch before the version where there is one. `.noarch` after the release, if it is. */
const INSTALLED: Readonly<Record<Release, string>> = {
  amzn2023: `
    amazon-linux-repo-s3 2023.9.20251208-0.amzn2023.noarch
    amazon-ssm-agent 3.3.2299.0-1.amzn2023
    audit 3.0.6-1.amzn2023.0.2
    awscli-2 2.30.4-1.amzn2023.0.1.noarch
    bash 5.2.15-1.amzn2023.0.2
    ca-certificates 2025.2.76-1.0.amzn2023.0.1.noarch
    chrony 4.3-1.amzn2023.0.4
    cloud-init 22.2.2-1.amzn2023.1.15.noarch
    coreutils 8.32-30.amzn2023.0.3
    curl-minimal 8.11.1-4.amzn2023.0.3
    dbus-broker 32-1.amzn2023.0.2
    dnf 4.14.0-1.amzn2023.0.6.noarch
    ec2-utils 2.2.0-1.amzn2023.0.2
    glibc 2.34-196.amzn2023.0.1
    gnupg2-minimal 2.3.7-1.amzn2023.0.4
    grep 3.8-1.amzn2023.0.4
    grub2-common 1:2.06-61.amzn2023.0.18.noarch
    gzip 1.12-1.amzn2023.0.1
    iproute 5.10.0-2.amzn2023.0.5
    jq 1.7.1-49.amzn2023.0.2
    kernel 6.1.158-178.288.amzn2023
    libcurl-minimal 8.11.1-4.amzn2023.0.3
    openssh-server 8.7p1-8.amzn2023.0.15
    openssl 1:3.2.2-1.amzn2023.0.2
    openssl-libs 1:3.2.2-1.amzn2023.0.2
    procps-ng 3.3.17-1.amzn2023.0.2
    python3 3.9.24-1.amzn2023.0.2
    rpm 4.16.1.3-29.amzn2023.0.6
    sed 4.8-7.amzn2023.0.2
    sudo 1.9.15-1.p5.amzn2023.0.2
    system-release 2023.9.20251208-0.amzn2023.noarch
    systemd 252.23-2.amzn2023
    tar 2:1.34-1.amzn2023.0.4
    tzdata 2025b-1.amzn2023.0.1.noarch
    util-linux 2.37.4-1.amzn2023.0.4
    vim-minimal 2:9.1.1825-1.amzn2023.0.1
    which 2.21-26.amzn2023.0.2
    xfsprogs 5.18.0-1.amzn2023.0.3
    zlib 1.2.11-33.amzn2023.0.5`,
  amzn2: `
    amazon-linux-extras 2.0.3-1.amzn2.noarch
    amazon-ssm-agent 3.3.2299.0-1.amzn2
    audit 2.8.1-3.amzn2.1
    awscli 1.18.147-1.amzn2.0.2.noarch
    bash 4.2.46-34.amzn2
    ca-certificates 2023.2.68-1.0.amzn2.0.1.noarch
    chrony 4.2-5.amzn2.0.2
    cloud-init 19.3-46.amzn2.0.5.noarch
    coreutils 8.22-24.amzn2
    cronie 1.4.11-23.amzn2
    curl 8.3.0-1.amzn2.0.8
    ec2-utils 1.2-47.amzn2.0.3
    glibc 2.26-64.amzn2.0.4
    grep 2.20-3.amzn2.0.2
    gzip 1.5-10.amzn2.0.1
    iproute 5.10.0-2.amzn2.0.3
    iptables 1.8.4-10.amzn2.1.2
    jq 1.5-1.amzn2.0.2
    kernel 5.10.245-241.976.amzn2
    openssh-server 7.4p1-22.amzn2.0.10
    openssl 1:1.0.2k-24.amzn2.0.15
    openssl-libs 1:1.0.2k-24.amzn2.0.15
    procps-ng 3.3.10-26.amzn2
    python 2.7.18-1.amzn2.0.12
    python3 3.7.16-1.amzn2.0.18
    rpm 4.11.3-48.amzn2.0.4
    rsyslog 8.24.0-57.amzn2.2.0.2
    sed 4.2.2-5.amzn2.0.2
    sudo 1.8.23-10.amzn2.3.6
    system-release 1:2-17.amzn2
    systemd 219-78.amzn2.0.23
    tar 2:1.26-35.amzn2.0.4
    tzdata 2025b-1.amzn2.0.1.noarch
    util-linux 2.30.2-2.amzn2.0.11
    which 2.20-7.amzn2.0.2
    xfsprogs 5.0.0-10.amzn2.0.1
    yum 3.4.3-158.amzn2.0.6.noarch
    yum-utils 1.1.31-46.amzn2.0.1.noarch
    zlib 1.2.7-19.amzn2.0.3`,
};

/** Name and version of packages that can be installed. */
const AVAILABLE = `
    amazon-cloudwatch-agent 1.300064.0-1
    amazon-efs-utils 2.4.0-1
    bind-utils 9.18.33-1
    collectd 5.12.0-17
    cronie 1.5.7-1
    docker 25.0.13-1
    gcc 11.5.0-5
    git 2.50.1-1
    htop 3.2.1-87
    httpd 2.4.65-1
    iptables-nft 1.8.8-3
    java-17-amazon-corretto 17.0.17+10-1
    lsof 4.94.0-1
    make 4.3-5
    mariadb105-server 10.5.29-1
    mod_ssl 2.4.65-1
    net-tools 2.0-0.59
    nfs-utils 2.5.4-2
    nginx 1.28.0-1
    nmap-ncat 7.93-1
    php8.4 8.4.14-1
    postgresql15 15.15-1
    python3-pip 21.3.1-2
    rsync 3.4.0-1
    rsyslog 8.2204.0-3
    stress-ng 0.15.06-1
    sysstat 12.5.6-1
    telnet 0.17-83
    tmux 3.2a-3
    tree 1.8.0-6
    unzip 6.0-57
    wget 1.21.3-1
    yum-utils 4.3.0-13
    zip 3.0-28`;

interface Package {
  readonly name: string;
  readonly epoch: string;
  readonly version: string;
  readonly architecture: string;
}

function packagesOf(text: string, release: string): readonly Package[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", full = ""] = line.trim().split(" ");
      const [epoch, version] = full.includes(":") ? (full.split(":") as [string, string]) : ["0", full];
      const isNoarch = version.endsWith(".noarch");
      return {
        name,
        epoch,
        version: `${isNoarch ? version.slice(0, -".noarch".length) : version}${release}`,
        architecture: isNoarch ? "noarch" : "x86_64",
      };
    });
}

/** Lines of name, epoch, version and release, architecture, repository. */
const table = (packages: readonly Package[], repository: string): string =>
  packages
    .map(({ name, epoch, version, architecture }) => [name, epoch, version, architecture, `${repository}\n`].join("\t"))
    .join("");

const REPOSITORIES: Readonly<Record<Release, string>> = { amzn2: "amzn2-core", amzn2023: "amazonlinux" };

export interface PackageTables {
  readonly packages: string;
  readonly available: string;
  readonly updates: string;
}

/** @param missing names of patches that are not installed: `kernel.x86_64` */
export function packageTables(release: Release, missing: readonly string[]): PackageTables {
  const installed = packagesOf(INSTALLED[release], "");
  const names = new Set(installed.map(({ name }) => name));
  const available = packagesOf(AVAILABLE, `.${release}.0.1`).filter(({ name }) => !names.has(name));
  return {
    packages: table(installed, "@System"),
    available: table(available, REPOSITORIES[release]),
    updates: table(
      missing.map((patch) => update(patch, release, installed)),
      REPOSITORIES[release],
    ),
  };
}

/** The update that a missing patch is: the installed version with a further number. */
function update(patch: string, release: Release, installed: readonly Package[]): Package {
  const [, name = patch, architecture = "x86_64"] = /^(.*)\.(x86_64|noarch|aarch64)$/.exec(patch) ?? [];
  const before = installed.find((each) => each.name === name);
  return {
    name,
    epoch: before?.epoch ?? "0",
    version: before === undefined ? `1.0-1.${release}` : `${before.version}.1`,
    architecture: before?.architecture ?? architecture,
  };
}
