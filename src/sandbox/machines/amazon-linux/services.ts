/** The services of a healthy node, and those that come with packages. */
import type { Release } from "./packages";

export interface Service {
  readonly name: string;
  readonly user: string;
  readonly command: string;
  readonly description: string;
}

const AGENT: Service = {
  name: "amazon-ssm-agent",
  user: "root",
  command: "/usr/bin/amazon-ssm-agent",
  description: "amazon-ssm-agent",
};

const EVERY_RELEASE: readonly Service[] = [
  {
    name: "systemd-journald",
    user: "root",
    command: "/usr/lib/systemd/systemd-journald",
    description: "Journal Service",
  },
  {
    name: "systemd-udevd",
    user: "root",
    command: "/usr/lib/systemd/systemd-udevd",
    description: "Rule-based Manager for Device Events and Files",
  },
  { name: "auditd", user: "root", command: "/sbin/auditd", description: "Security Auditing Service" },
  {
    name: "systemd-logind",
    user: "root",
    command: "/usr/lib/systemd/systemd-logind",
    description: "User Login Management",
  },
  {
    name: "chronyd",
    user: "chrony",
    command: "/usr/sbin/chronyd -F 2",
    description: "NTP client/server",
  },
  AGENT,
  {
    name: "sshd",
    user: "root",
    command: "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups",
    description: "OpenSSH server daemon",
  },
];

const AMAZON_LINUX_2: readonly Service[] = [
  { name: "crond", user: "root", command: "/usr/sbin/crond -n", description: "Command Scheduler" },
  { name: "rsyslog", user: "root", command: "/usr/sbin/rsyslogd -n", description: "System Logging Service" },
  { name: "network", user: "root", command: "/sbin/dhclient -q eth0", description: "Bring up/down networking" },
];

const AMAZON_LINUX_2023: readonly Service[] = [
  {
    name: "systemd-networkd",
    user: "systemd-network",
    command: "/usr/lib/systemd/systemd-networkd",
    description: "Network Configuration",
  },
  {
    name: "systemd-resolved",
    user: "systemd-resolve",
    command: "/usr/lib/systemd/systemd-resolved",
    description: "Network Name Resolution",
  },
  {
    name: "dbus-broker",
    user: "dbus",
    command: "/usr/bin/dbus-broker-launch",
    description: "D-Bus System Message Bus",
  },
];

/** Services of packages that can be installed, by package. They are disabled until a script enables them. */
const OF_PACKAGES: Readonly<Record<string, Service>> = {
  "amazon-cloudwatch-agent": {
    name: "amazon-cloudwatch-agent",
    user: "root",
    command: "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent",
    description: "Amazon CloudWatch Agent",
  },
  cronie: { name: "crond", user: "root", command: "/usr/sbin/crond -n", description: "Command Scheduler" },
  docker: {
    name: "docker",
    user: "root",
    command: "/usr/bin/dockerd -H fd://",
    description: "Docker Application Container Engine",
  },
  httpd: {
    name: "httpd",
    user: "root",
    command: "/usr/sbin/httpd -DFOREGROUND",
    description: "The Apache HTTP Server",
  },
  "mariadb105-server": {
    name: "mariadb",
    user: "mysql",
    command: "/usr/libexec/mariadbd --basedir=/usr",
    description: "MariaDB 10.5 database server",
  },
  nginx: {
    name: "nginx",
    user: "root",
    command: "nginx: master process /usr/sbin/nginx",
    description: "The nginx HTTP and reverse proxy server",
  },
  rsyslog: { name: "rsyslog", user: "root", command: "/usr/sbin/rsyslogd -n", description: "System Logging Service" },
};

/** Services that systemd starts again when a signal ends them. */
export const RESTARTED = ["amazon-ssm-agent", "sshd", "systemd-journald", "systemd-udevd"];

export function services(release: Release): readonly Service[] {
  return [...EVERY_RELEASE, ...(release === "amzn2" ? AMAZON_LINUX_2 : AMAZON_LINUX_2023)];
}

/** The first process id of a service, and the distance to the next. */
const FIRST_ID = 1601;
const DISTANCE = 37;

/** Lines of name, whether enabled, process id, user, command, description. */
export function unitsTable(release: Release): string {
  return services(release)
    .map((service, index) => line(service, "enabled", FIRST_ID + index * DISTANCE))
    .join("");
}

/** The same lines for the services of packages, each with the package's name at its end. */
export function unitsOfPackagesTable(release: Release): string {
  const present = new Set(services(release).map(({ name }) => name));
  return Object.entries(OF_PACKAGES)
    .filter(([, { name }]) => !present.has(name))
    .map(([name, service]) => line(service, "disabled", 0, name))
    .join("");
}

function line({ name, user, command, description }: Service, enabled: string, id: number, ...more: string[]): string {
  return `${[name, enabled, id, user, command, description, ...more].join("\t")}\n`;
}
