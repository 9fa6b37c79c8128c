// Hold the answers of a program against vectors of accounts, params or pwdgrp: see docs/reference/vectors.md.
//
//   node check_vectors.js VECTORS ANSWERS
//
// Standard output: a line for each vector with a wrong answer, and a summary. Exit code: 0 if no answer is wrong, 1 if
// one is, 2 if the files are not as described. Needs only Node.js.
"use strict";
const assert = require("node:assert");
const { readFileSync } = require("node:fs");
const { isDeepStrictEqual } = require("node:util");

const SYSTEM_ACCOUNT = /^(www[aovp]+|sdk|vdo|debugar|ptzadm)$/;

// Whether a body lists these members of these groups.
function lists(groups, body) {
  const lines = body.split("\n").map((line) => line.trim()).filter((line) => line);
  const found = new Map(lines.map((line) => /^([^=]*)="?([^"]*)"?$/.exec(line).slice(1)));
  const isLong = found.has("digusers") && [...found.keys()].some((name) => !(name in groups));
  return found.size === lines.length && Object.entries(groups).every(([name, members]) => {
    if (!found.has(name)) return name === "ptz" || name === "digusers";
    const isSystem = (one) => (isLong || SYSTEM_ACCOUNT.test(one)) && !groups.digusers.includes(one);
    const listed = new Set(found.get(name).split(",").filter((one) => one && (name === "digusers" || !isSystem(one))));
    return isDeepStrictEqual(listed, new Set(members));
  });
}

// Whether a response is this answer of a vector.
function fits(answer, status, body) {
  const inner = /<body[^>]*>(.*?)<\/body>/is.exec(body);
  const text = (inner ? inner[1] : body).trim();
  const said = (answer.text ?? text) === text && (!answer.groups || lists(answer.groups, body));
  return said && answer.status.includes(status);
}

// What is wrong with what was given for a vector, or null.
function fault(vector, given) {
  if (vector.kind !== "pwdgrp") {
    assert("valid" in given && Object.keys(given).every((key) => key in vector), "an answer has other keys");
    const wrong = ["valid", ...Object.keys(given)].find((key) => !isDeepStrictEqual(given[key], vector[key]));
    return wrong ? `${wrong} is ${JSON.stringify(given[wrong])}, not ${JSON.stringify(vector[wrong])}` : null;
  }
  assert(given.length === vector.steps.length, "an answer has another number of responses than there are steps");
  let states = new Set([0]);
  for (const [number, step] of vector.steps.entries()) {
    const [status, body] = given[number];
    const fitting = step.answers.filter((one) => states.has(one.from) && fits(one, status, body));
    if (fitting.length === 0) return `step ${number}: no answer fits ${status} ${JSON.stringify(body)}`;
    states = new Set(fitting.map((one) => one.to));
  }
  return null;
}

try {
  const read = (path) => readFileSync(path, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  const [vectors, answers] = process.argv.slice(2).map(read);
  const known = (one) => one.format === 1 && ["accounts", "params", "pwdgrp"].includes(one.kind);
  assert(vectors.every(known), "these are not vectors of format 1 of accounts, params or pwdgrp");
  assert(answers.length === vectors.length, "there is another number of answers than of vectors");
  const faults = vectors.map((one, at) => [one.number, fault(one, answers[at])]).filter(([, found]) => found);
  for (const [number, found] of faults) console.log(`vector ${number}: ${found}`);
  console.log(`${vectors.length} vectors: ${faults.length} wrong`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`check_vectors: ${error}`);
  process.exitCode = 2;
}
