/** Session, Package and ChangeCalendar documents. */
import type { PlatformType } from "@aws-sdk/client-ssm";
import { isObject } from "../../../document/json";
import {
  faultAt,
  parameterFaults,
  schemaVersionFaults,
  undeclaredReferences,
  unknownProperties,
  type Fault,
  type Members,
} from "./content-faults";
import { PLATFORMS } from "./plugins";

const SESSION_TYPES = ["Standard_Stream", "InteractiveCommands", "NonInteractiveCommands", "Port"];
const SESSION_PROPERTIES = ["schemaVersion", "description", "sessionType", "parameters", "properties", "inputs"];

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html */
export function sessionFaults(content: Members): readonly Fault[] {
  const { sessionType, inputs, properties } = content;
  const isKnown = typeof sessionType === "string" && SESSION_TYPES.includes(sessionType);
  return [
    ...schemaVersionFaults(content, "Session", ["1.0"]),
    ...unknownProperties(content, SESSION_PROPERTIES),
    ...parameterFaults(content),
    ...(isKnown
      ? []
      : [
          faultAt(
            ["sessionType"],
            "The session type is missing or invalid.",
            `Use one of ${SESSION_TYPES.join(", ")}.`,
          ),
        ]),
    ...Object.entries({ inputs, properties }).flatMap(([name, value]) =>
      value === undefined || isObject(value) ? [] : [faultAt([name], `The ${name} are invalid.`, "Use a map.")],
    ),
    ...undeclaredReferences(content, ["inputs", "properties"]),
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-create.html */
export function packageFaults(content: Members): readonly Fault[] {
  const { packages, files, version } = content;
  return [
    ...schemaVersionFaults(content, "Package", ["2.0"]),
    ...(typeof version === "string" ? [] : [faultAt([], 'Missing "version" in the document.', "It is a string.")]),
    ...Object.entries({ packages, files }).flatMap(([name, value]) =>
      isObject(value) && Object.keys(value).length > 0
        ? []
        : [faultAt([], `Missing "${name}" in the document.`, "The manifest of a package has both packages and files.")],
    ),
  ];
}

/** The platforms of a package: the keys of `packages` name operating systems. */
export function platformsOfPackage({ packages }: Members): readonly PlatformType[] {
  const systems = isObject(packages) ? Object.keys(packages) : [];
  const found = systems.map((system): PlatformType =>
    system === "windows" ? "Windows" : system.startsWith("macos") ? "MacOS" : "Linux",
  );
  return PLATFORMS.filter((platform) => found.includes(platform));
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/change-calendar-create.html */
export function calendarFaults(content: string): readonly Fault[] {
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines[0] === "BEGIN:VCALENDAR" && lines.at(-1) === "END:VCALENDAR") return [];
  return [
    faultAt([], "The calendar is not well-formed.", "A change calendar is text from BEGIN:VCALENDAR to END:VCALENDAR."),
  ];
}
