import java.io.*;
import java.net.*;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A day's requests with Java's HttpClient and HttpURLConnection. */
public class Day {
    static String base, key, token, called;

    interface Sender { String[] send(String method, String path, String body) throws Exception; }

    static String[] modern(HttpClient client, String method, String path, String body) throws Exception {
        HttpRequest.BodyPublisher content = body == null ? BodyPublishers.noBody()
            : path.endsWith("#stream") ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
            : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path.replace("#stream", "")))
            .header("apiKey", key).header("token", token).method(method, content);
        if (body != null) request.header("Content-Type", "application/json;charset=UTF-8");
        if (path.endsWith("#stream")) request.expectContinue(true);
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new String[] {"" + response.statusCode(), response.body()};
    }

    static String[] old(String method, String path, String body) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(base + path.replace("#stream", "")).openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("apiKey", key);
        connection.setRequestProperty("token", token);
        if (body != null) {
            connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
            connection.setDoOutput(true);
            if (path.endsWith("#stream")) { connection.setChunkedStreamingMode(7); connection.setRequestProperty("Expect", "100-continue"); }
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        } else if (method.equals("POST")) {
            // Java then sends Content-Type: application/x-www-form-urlencoded and Content-Length: 0.
            connection.setDoOutput(true);
            connection.getOutputStream().close();
        }
        int status = connection.getResponseCode();
        InputStream content = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        return new String[] {"" + status, content == null ? "" : new String(content.readAllBytes(), StandardCharsets.UTF_8)};
    }

    static String expect(String[] response, String... statuses) {
        for (String status : statuses) if (status.equals(response[0])) return response[1];
        throw new AssertionError(response[0] + " " + response[1]);
    }

    /** A member of the outer object, whose members may come in any order. */
    static String member(String json, String name) {
        String key = "\"" + name + "\":\"";
        int start = (json.startsWith(key, 1) ? 0 : json.indexOf("," + key)) + 1 + key.length();
        return json.substring(start, json.indexOf('"', start));
    }

    static void work(Sender sender) throws Exception {
        String tickets = "/queues/1/registrations";
        expect(sender.send("GET", "/queues", null), "200");
        expect(sender.send("GET", "/queues/", null), "200");
        for (String path : new String[] {tickets, tickets + "#stream", tickets + "/"}) {
            String made = expect(sender.send("POST", path, "{\"client\":{\"firstName\":\"Jos\u00e9\",\"lastName\":\"\u845b\"}}"), "200", "201");
            if (!made.contains("Jos") ) throw new AssertionError(made);
            String id = member(made, "id");
            String one = tickets + "/" + id;
            expect(sender.send("GET", one, null), "200");
            expect(sender.send("PUT", one, "{\"note\":\"\u00e9\"}"), "200");
            expect(sender.send("PUT", one, made), "200");
            expect(sender.send("PUT", one, "{\"status\":\"" + called + "\"}"), "200");
            expect(sender.send("POST", one + "/recall", null), "200");
            expect(sender.send("PUT", one, "{\"status\":\"finished\"}"), "200");
            expect(sender.send("PUT", one, "{\"status\":\"registered\"}"), "200");
            expect(sender.send("DELETE", one, null), "200", "204");
        }
        expect(sender.send("POST", tickets, "{}"), "200", "201");
        expect(sender.send("GET", "/queues/1/registrations/next", null), "200");
        expect(sender.send("POST", "/queues/1/registrations/next", null), "200");
        expect(sender.send("POST", "/desks/1/next", null), "200", "404");
        expect(sender.send("GET", tickets + "?status=finished,registered", null), "200");
        expect(sender.send("GET", "/queues/999", null), "404");
    }

    public static void main(String[] arguments) throws Exception {
        base = arguments[0]; key = arguments[1]; token = arguments[2]; called = arguments[3];
        HttpClient plain = HttpClient.newHttpClient();
        HttpClient redirecting = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).version(HttpClient.Version.HTTP_1_1).build();
        work((method, path, body) -> modern(plain, method, path, body));
        work((method, path, body) -> modern(redirecting, method, path, body));
        work(Day::old);
        System.out.println("done");
    }
}
