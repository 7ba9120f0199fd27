/** Light or dark: as the system has it, until the user chooses. */
import { useEffect, useState } from "preact/hooks";

const THEMES = { "light dark": "System", light: "Light", dark: "Dark" } as const;
type Theme = keyof typeof THEMES;

export function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>("light dark");
  useEffect(() => {
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  return (
    <label class="theme">
      Theme{" "}
      <select value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
        {Object.entries(THEMES).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
