// Runs the library under Pyodide, away from the page, so that typing never waits for it.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const fetched = async (name) => {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: status code ${response.status}`);
  return response.arrayBuffer();
};

const start = async () => {
  const began = performance.now();
  const archive = fetched("python.zip");
  archive.catch(() => {}); // reported below, where it is awaited
  const python = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href });
  python.unpackArchive(await archive, "zip");
  const answers = python.pyimport("answer");
  postMessage({ ready: Math.round(performance.now() - began) });
  return answers;
};

const started = start();
started.catch((error) => postMessage({ failed: error.message }));

onmessage = async ({ data: { id, ask, given } }) => {
  const answers = await started;
  const began = performance.now();
  try {
    const found = JSON.parse(answers[ask](...given));
    postMessage({ id, found, took: performance.now() - began });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
};
