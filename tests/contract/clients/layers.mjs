// A day's requests with node's own HTTP modules and with libraries in common use.
import http from "node:http";
import { createRequire } from "node:module";

const [base, apiKey, token, called] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const auth = { apiKey, token };

/** Each sends a request and gives status and text; `json` is undefined for none. */
const layers = {
  fetch: async (method, path, json) => {
    const response = await fetch(base + path, {
      method, headers: { ...auth, ...(json && { "Content-Type": "application/json" }) }, body: json && JSON.stringify(json),
    });
    return [response.status, await response.text()];
  },
  http: (method, path, json) => new Promise((resolve, reject) => {
    // Without a length node sends chunks.
    const request = http.request(base + path, { method, headers: { ...auth, ...(json && { "content-type": "application/json;charset=UTF-8" }) } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece) => (text += piece)).on("end", () => resolve([response.statusCode, text]));
    });
    request.on("error", reject);
    for (const piece of json ? JSON.stringify(json).match(/[^]{1,9}/g) : []) request.write(piece);
    request.end();
  }),
  httpExpect: (method, path, json) => new Promise((resolve, reject) => {
    const text = json ? JSON.stringify(json) : "";
    const request = http.request(base + path, { method, agent: new http.Agent({ keepAlive: true, maxSockets: 1 }), headers: { ...auth, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text), Expect: "100-continue" } }, (response) => {
      let answer = "";
      response.on("data", (piece) => (answer += piece)).on("end", () => resolve([response.statusCode, answer]));
    });
    request.on("continue", () => request.end(text)).on("error", reject);
    request.flushHeaders();
  }),
};
const optional = {
  axios: () => { const axios = require("axios"); return async (method, path, json) => {
    const response = await axios.request({ method, url: base + path, headers: auth, data: json, validateStatus: () => true, responseType: "text", transformResponse: (x) => x });
    return [response.status, response.data];
  }; },
  superagent: () => { const superagent = require("superagent"); return async (method, path, json) => {
    const response = await superagent(method, base + path).set(auth).send(json).ok(() => true);
    return [response.status, response.text];
  }; },
  needle: () => { const needle = require("needle"); return async (method, path, json) => {
    const response = await needle(method.toLowerCase(), base + path, json ?? null, { headers: auth, json: true, parse: false });
    return [response.statusCode, response.body.toString()];
  }; },
  request: () => { const request = require("request"); return (method, path, json) => new Promise((resolve, reject) =>
    request({ method, uri: base + path, headers: auth, json: json ?? true }, (error, response, body) => error ? reject(error) : resolve([response.statusCode, body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)]))); },
  requestGzip: () => { const request = require("request"); return (method, path, json) => new Promise((resolve, reject) =>
    request({ method, uri: base + path, headers: { ...auth, Accept: "*/*" }, gzip: true, body: json && JSON.stringify(json) }, (error, response, body) => error ? reject(error) : resolve([response.statusCode, body]))); },
  "node-fetch": () => { const { default: nodeFetch } = require("node-fetch"); return async (method, path, json) => {
    const response = await nodeFetch(base + path, { method, headers: { ...auth, ...(json && { "Content-Type": "application/json" }) }, body: json && JSON.stringify(json) });
    return [response.status, await response.text()];
  }; },
  got: () => { const { got } = require("got"); return async (method, path, json) => {
    const response = await got(base + path, { method, headers: auth, json, throwHttpErrors: false, allowGetBody: true });
    return [response.statusCode, response.body];
  }; },
};
for (const [name, load] of Object.entries(optional)) {
  try { layers[name] = load(); } catch (error) { if (error.code !== "MODULE_NOT_FOUND") throw error; }
}

let failed = 0;
for (const [name, send] of Object.entries(layers)) {
  const expect = async (statuses, ...request) => {
    const [status, text] = await send(...request);
    if (!statuses.includes(status)) throw new Error(`${request[0]} ${request[1]}: ${status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  try {
    const tickets = "/queues/1/registrations";
    await expect([200], "GET", "/queues");
    const made = await expect([200, 201], "POST", tickets, { client: { firstName: "José", lastName: "葛" } });
    if (made.client.lastName !== "葛") throw new Error(JSON.stringify(made));
    const one = `${tickets}/${made.id}`;
    await expect([200], "GET", one);
    await expect([200], "PUT", one, { note: "é" });
    await expect([200], "PUT", one, made);
    await expect([200], "PUT", one, { status: called });
    await expect([200], "POST", `${one}/recall`);
    await expect([200], "PUT", one, { status: "finished" });
    await expect([200], "PUT", `${one}/?status=registered`);
    await expect([200, 204], "DELETE", one);
    await expect([200, 201], "POST", tickets, {});
    await expect([200], "GET", `${tickets}/next`);
    await expect([200], "POST", `${tickets}/next`);
    await expect([200, 404], "POST", "/desks/1/next");
    await expect([200, 400], "GET", `${tickets}?status[]=finished&status[]=registered`);
    await expect([404], "GET", "/queues/999");
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.message} ${error.cause ?? ""}`);
  }
}
console.log(failed ? `${failed} failed` : `done: ${Object.keys(layers).join(" ")}`);
process.exit(failed ? 1 : 0);
