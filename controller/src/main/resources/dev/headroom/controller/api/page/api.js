// Asks the controller, and listens to what it tells.
const KEY = "headroom-token";

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (text) => (text ? sessionStorage.setItem(KEY, text) : sessionStorage.removeItem(KEY)),
};

/** Why something was not answered: the detail of a problem document. */
export class Refused extends Error {
  constructor(status, detail, problems) {
    super(detail);
    this.status = status;
    this.problems = problems ?? [];
  }
}

function headers(more) {
  const shown = token.get();
  return shown ? { ...more, Authorization: "Bearer " + shown } : more;
}

/** The JSON answered to a request; with a body it is sent as JSON. */
export async function ask(path, method = "GET", body = undefined, signal = undefined) {
  let answer;
  try {
    answer = await fetch("/api/v1" + path, {
      method, signal, headers: headers(body === undefined ? {} : { "Content-Type": "application/json" }),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    if (e.name === "AbortError") throw e;
    throw new Refused(0, "the controller does not answer");
  }
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem.detail ?? answer.statusText, problem.problems);
}

/** A path with its parts written so that any name is one part. */
export const path = (...parts) => "/" + parts.map(encodeURIComponent).join("/");

let stop = new AbortController();

/** Connects anew, with the token of now. */
export function reconnect() {
  stop.abort();
}

/**
 * Listens for as long as the page is open, and connects again after a pause that grows.
 *
 * @param heard called with the name of an event and its data
 * @param state called with whether events arrive, and why not
 */
export async function listen(heard, state) {
  let pause = 1000;
  for (;;) {
    stop = new AbortController();
    try {
      const answer = await fetch("/api/v1/events", { headers: headers({ Accept: "text/event-stream" }), signal: stop.signal });
      if (!answer.ok) throw new Refused(answer.status, answer.status === 401 ? "a token is needed" : "no events");
      pause = 1000;
      await read(answer.body, heard);
      state(false, "connection lost");
    } catch (e) {
      if (e.name === "AbortError") continue;
      state(false, e instanceof Refused ? e.message : "controller not reached");
    }
    await new Promise((done) => {
      setTimeout(done, pause);
      stop.signal.addEventListener("abort", done);
    });
    pause = Math.min(pause * 2, 15000);
  }
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      one(rest.slice(0, end), heard);
      rest = rest.slice(end + 2);
    }
  }
}

function one(text, heard) {
  let name = "message";
  const lines = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) lines.push(line.slice(5));
  }
  if (lines.length > 0) heard(name, JSON.parse(lines.join("\n")));
}
