package bauta.control.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the pages, from the class path. Each is read once. Any thread; may block. */
final class WebFiles {
    private static final String FOLDER = "/bauta/web/";
    private static final String INDEX = "index.html";
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:[A-Za-z0-9_-]+/){0,4}[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]+)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "mjs", "text/javascript; charset=utf-8",
                    "json", "application/json",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "woff2", "font/woff2",
                    "txt", "text/plain; charset=utf-8");

    private final Map<String, Optional<WebFile>> read = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record WebFile(String type, byte[] content, String tag) {}

    /** Answers with a file; a person's path that there is nothing at leads to the first page. */
    Answer answer(Call call) throws IOException {
        String path = call.head().path();
        String name = path.equals("/") ? INDEX : path.substring(1);
        Optional<WebFile> file = file(name);
        if (file.isEmpty() && !path.contains(".") && call.approach().plain()) {
            file = file(INDEX);
        }
        return file.map(found -> answer(found, call.head())).orElseGet(() -> nothing(path));
    }

    private static Answer answer(WebFile file, RequestHead head) {
        boolean known = head.header("if-none-match").filter(file.tag()::equals).isPresent();
        Answer answer =
                known
                        ? Answer.of(304, new Answer.Body.Nothing())
                        : Answer.bytes(file.type(), file.content());
        return answer.with("Cache-Control", "no-cache").with("ETag", file.tag());
    }

    /** The answer where there is nothing. */
    static Answer nothing(String path) {
        return Answer.error(
                ApiError.NO_SUCH_PAGE, path.length() > 100 ? path.substring(0, 100) : path);
    }

    private Optional<WebFile> file(String name) throws IOException {
        Optional<WebFile> known = read.get(name);
        if (known != null) {
            return known;
        }
        Optional<WebFile> file = load(name);
        if (file.isPresent()) {
            read.put(name, file);
        }
        return file;
    }

    private static Optional<WebFile> load(String name) throws IOException {
        var parts = NAME.matcher(name);
        String type = parts.matches() ? TYPES.get(parts.group(1)) : null;
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = WebFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            String tag = '"' + Token.hash(content).substring(0, 22) + '"';
            return Optional.of(new WebFile(type, content, tag));
        }
    }
}
