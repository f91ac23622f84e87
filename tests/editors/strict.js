// Compiles a schema as strictly as Ajv can, and judges documents by it.
//
//   CORSGEN_AJV=…/ajv/dist/ajv.js node strict.js SCHEMA <DOCUMENTS
//
// The documents are a JSON array; what is printed is another one, of `true` where the document is valid.
"use strict";

const { readFileSync } = require("node:fs");
const Ajv = require(process.env.CORSGEN_AJV);

const ajv = new Ajv({
  // An unknown keyword, or one that has no effect where it stands, is an error.
  strict: true,
  // `"*"` or a list.
  allowUnionTypes: true,
  // The type of a key is told once, where the key is described, and so are the keys that there are: a condition that told them again
  // would bring a second diagnostic.
  strictTypes: false,
  strictRequired: false,
});

// What editors read beside the standard's keywords.
ajv.addVocabulary([
  "defaultSnippets",
  "doNotSuggest",
  "errorMessage",
  "markdownDescription",
  "markdownEnumDescriptions",
  "patternErrorMessage",
]);

const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (!ajv.validateSchema(schema)) {
  throw new Error(ajv.errorsText());
}
const validate = ajv.compile(schema);
const documents = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(documents.map((document) => validate(document))));
