// Verify a delivery, which is in the standard input as JSON, with svix and standardwebhooks.
import { readFileSync } from "node:fs";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

const { secret, body, headers } = JSON.parse(readFileSync(0, "utf8"));
const accepts = (Checker, text) => {
  try {
    new Checker(secret).verify(text, headers);
    return true;
  } catch (error) {
    return error.name === "WebhookVerificationError" ? false : String(error);
  }
};
const changed = body.replace("Ann", "Eve");
const results = [StandardWebhook, SvixWebhook].map((Checker) => [accepts(Checker, body), accepts(Checker, changed)]);
console.log(JSON.stringify(results));
