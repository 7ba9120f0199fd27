/** The shell's arithmetic: whole numbers, the operators of C without assignments. */
import { OutOfResources } from "./machine";

const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "||": (a, b) => Number(a !== 0 || b !== 0),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<=": (a, b) => Number(a <= b),
  ">=": (a, b) => Number(a >= b),
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => Math.trunc(a / b),
  "%": (a, b) => a % b,
};

/** Nesting of parentheses that no script of people has. */
const DEEPEST = 50;

/** @throws Error that says what is wrong with the expression */
export function calculate(expression: string, variable: (name: string) => string): number {
  const tokens = expression.match(/\d+|[A-Za-z_]\w*|\|\||&&|[=!<>]=|[-+*/%<>()!]|\S/g) ?? [];
  let at = 0;
  let depth = 0;
  const primary = (): number => {
    const token = tokens[at++];
    if (token === undefined) throw new Error("arithmetic expression: expecting primary");
    if (token === "(") {
      if (++depth > DEEPEST) throw new OutOfResources("too deeply nested");
      const value = level(0);
      if (tokens[at++] !== ")") throw new Error("arithmetic expression: expecting ')'");
      depth--;
      return value;
    }
    if (token === "-" || token === "+" || token === "!") {
      if (++depth > DEEPEST) throw new OutOfResources("too deeply nested");
      const value = primary();
      depth--;
      return token === "-" ? -value : token === "!" ? Number(value === 0) : value;
    }
    if (/^\d/.test(token)) return Number(token);
    if (/^\w/.test(token)) return number(variable(token));
    throw new Error(`arithmetic expression: unexpected "${token}"`);
  };
  const level = (index: number): number => {
    const operators = LEVELS[index];
    if (operators === undefined) return primary();
    let value = level(index + 1);
    for (let token = tokens[at]; token !== undefined && operators.includes(token); token = tokens[at]) {
      at++;
      const right = level(index + 1);
      if (right === 0 && (token === "/" || token === "%")) throw new Error("division by zero");
      value = OPERATORS[token]?.(value, right) ?? value;
    }
    return value;
  };
  if (tokens.length === 0) return 0;
  const result = level(0);
  if (at < tokens.length) throw new Error(`arithmetic expression: unexpected "${tokens[at] ?? ""}"`);
  return result;
}

function number(text: string): number {
  if (text.trim() === "") return 0;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Error(`Illegal number: ${text}`);
  return Number(text);
}
