// The server behind live pages. Each call carries the token in a header, which no link and no form can do.

/** Says why something was not done. */
export class Refused extends Error {
  constructor(message, status = 0, answer = {}) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

export class Server {
  #api;
  #token;

  constructor(root, token) {
    this.#api = new URL("api/", root);
    this.#token = token;
  }

  /** Asks; with a body, has something done. Returns the answer's document. */
  async call(path, body) {
    const response = await this.#send(path, body);
    return response.status === 204 ? {} : response.json();
  }

  /** Events, as they come. Whoever stops to read, or aborts the signal, ends what they tell of. */
  async *events(path, body, signal) {
    const response = await this.#send(path, body, signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        for (const line of lines) {
          if (line) yield JSON.parse(line);
        }
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  async #send(path, body, signal) {
    const headers = { "X-Loose-Threads": this.#token };
    const request = { headers, signal, cache: "no-store" };
    if (body) {
      request.method = "POST";
      request.body = JSON.stringify(body);
      headers["Content-Type"] = "application/json";
    }
    let response;
    try {
      response = await fetch(new URL(path, this.#api), request);
    } catch (e) {
      if (signal?.aborted) throw e;
      throw new Refused("The server does not answer: start ./kata live again, and open the address that it prints.");
    }
    if (response.ok) return response;
    const answer = await response.json().catch(() => ({}));
    throw new Refused(answer.error ?? "The server answered with " + response.status + ".", response.status, answer);
  }
}
