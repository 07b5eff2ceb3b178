// Follow a queue's stream with eventsource. Arguments: the address of the stream and of the registrations, to which a client
// is added once the stream is open; apiKey and token for that. Prints the event.
import { EventSource } from "eventsource";

const [stream, registrations, apiKey, token] = process.argv.slice(2);
const source = new EventSource(stream);
source.addEventListener("hello", async () => {
  await fetch(registrations, {
    method: "POST",
    headers: { apiKey, token, "Content-Type": "application/json" },
    body: JSON.stringify({ client: { lastName: "Bee" } }),
  });
});
source.addEventListener("created", (event) => {
  console.log(JSON.stringify({ id: event.lastEventId, data: JSON.parse(event.data) }));
  source.close();
});
source.addEventListener("error", (event) => {
  console.error(event.code, event.message);
  process.exit(1);
});
