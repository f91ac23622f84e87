// Seeks a text for which a regular expression of a schema takes time that grows faster than the text.
//
//   node linear.js SCHEMA
//
// What is printed is a JSON object: how many expressions and texts were tried, and what was found. A text is made of a beginning, a piece
// again and again, and an end. One is found if it takes long, and more than eight times as long as a quarter of it: in proportion it would
// be four times, by the square sixteen. A machine that is busy makes nothing take long that does not: the shortest of several runs counts.
"use strict";

const { readFileSync } = require("node:fs");

const LENGTH = 8192;
const LONG = 2e6; // nanoseconds: what is in proportion takes a hundredth of that
const BEGINNINGS = ["", "https://", "http://", "https://*.", "http://[", "/", "$", "null", "X-", "1", "sec-", "access-control-", "allow",
  "2027-", "GET", "capacitor://", "https://a:", " "];
const PIECES = ["a.", "a-", "-", ".", "*", "*.", "0.", "1.", "0x", "a", "é", " ", "\n", "\t", "/", "//", ":", "::", ",", "[", "]", "@", "?",
  "https://", "https://a,", "https://*", "http://[0:", "0:", "A", "$", "/a", "/..", "%61", "/*", "X-", "sec-", "allow_", "_", "1s", "0", "-0"];
const ENDS = ["", "\0", "!", ":"];

function expressionsOf(schema, found = new Set()) {
  if (schema === null || typeof schema !== "object") {
    return found;
  }
  if (typeof schema.pattern === "string") {
    found.add(schema.pattern);
  }
  Object.keys(schema.patternProperties ?? {}).forEach((expression) => found.add(expression));
  Object.values(schema).forEach((part) => expressionsOf(part, found));
  return found;
}

function nanoseconds(expression, text, runs) {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const start = process.hrtime.bigint();
    expression.test(text);
    least = Math.min(least, Number(process.hrtime.bigint() - start));
  }
  return least;
}

const made = (beginning, piece, end, length) => beginning + piece.repeat(length / piece.length) + end;

let texts = 0;
const found = [];
const expressions = expressionsOf(JSON.parse(readFileSync(process.argv[2], "utf8")));
for (const source of expressions) {
  // As Ajv compiles it.
  const expression = new RegExp(source, "u");
  for (const beginning of BEGINNINGS) {
    for (const piece of PIECES) {
      for (const end of ENDS) {
        texts += 1;
        const text = made(beginning, piece, end, LENGTH);
        if (nanoseconds(expression, text, 1) < LONG || nanoseconds(expression, text, 5) < LONG) {
          continue;
        }
        const quarter = nanoseconds(expression, made(beginning, piece, end, LENGTH / 4), 5);
        const growth = nanoseconds(expression, text, 5) / quarter;
        if (growth > 8) {
          found.push({ expression: source, text: [beginning, piece, end], growth });
        }
      }
    }
  }
}
process.stdout.write(JSON.stringify({ expressions: expressions.size, texts, found }));
