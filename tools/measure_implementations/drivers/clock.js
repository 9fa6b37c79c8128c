// The clock that Node takes from TZ, in the line protocol of docs/how-to/time-oracle.md. Node can't show designations.
const lines = require('node:readline').createInterface({ input: process.stdin });
let answers = '';
const flush = () => { process.stdout.write(answers); answers = ''; };
lines.on('line', (line) => {
  if (line === '') return flush();
  const [text, at] = line.split('\t');
  if (process.env.TZ !== text) process.env.TZ = text;  // setting it empties Node's cache of the zone
  const minutes = new Date(Number(at) * 1000).getTimezoneOffset();
  answers += `${Math.round(-minutes * 60)}\t?\t?\n`;
});
lines.on('close', flush);
