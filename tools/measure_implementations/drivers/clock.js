// The clock of Node by TZ, in the line protocol of docs/how-to/time-oracle.md. It has no designations that are the zone's.
const lines = require('node:readline').createInterface({ input: process.stdin });
let answers = '';
const flush = () => { process.stdout.write(answers); answers = ''; };
lines.on('line', (line) => {
  if (line === '') return flush();
  const [text, at] = line.split('\t');
  if (process.env.TZ !== text) process.env.TZ = text;  // to set it empties the cache of the zone
  const minutes = new Date(Number(at) * 1000).getTimezoneOffset();
  answers += `${Math.round(-minutes * 60)}\t?\t?\n`;
});
lines.on('close', flush);
