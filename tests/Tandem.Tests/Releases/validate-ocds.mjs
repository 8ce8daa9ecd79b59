// Validates OCDS JSON by the official schema: node validate-ocds.mjs SCHEMA FILE. Prints each error on a line of its own; none is silence.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Ajv = require("ajv-draft-04");
const addFormats = require("ajv-formats");

const [schemaFile, dataFile] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
addFormats(ajv);
const validate = ajv.compile(read(schemaFile));
const data = read(dataFile);
for (const [n, each] of (Array.isArray(data) ? data : [data]).entries()) {
  if (!validate(each)) {
    for (const error of validate.errors) {
      console.log(`${n}${error.instancePath}: ${error.message}`);
    }
  }
}
