// Runs the library under Pyodide, away from the page, so that typing never waits for it.
import { loadPyodide } from "./pyodide/pyodide.mjs";

// The last line of a Python traceback is the error.
const fail = (error) => postMessage({ failed: error.message.trim().split("\n").pop() });

// If a file can't be fetched, Pyodide's promise may never settle, so every request is watched.
const plainly = self.fetch;
self.fetch = async (...given) => {
  try {
    const response = await plainly(...given);
    const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
    if (response.ok && !isPage) return response;
    const why = response.ok ? "came back as a web page: the network may require a login" : `has the status code ${response.status}`;
    throw new Error(`${response.url.split("/").pop()} ${why}`);
  } catch (error) {
    fail(error);
    throw error;
  }
};

const start = async () => {
  const began = performance.now();
  const archive = fetch("python.zip").then((response) => response.arrayBuffer());
  archive.catch(() => {}); // it is awaited below
  const python = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href });
  python.unpackArchive(await archive, "zip");
  const answers = python.pyimport("answer");
  postMessage({ ready: Math.round(performance.now() - began) });
  return answers;
};

const started = start();
started.catch(fail);

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
