package bauta.control.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A revision with what the store keeps beside it: a folder of three files. {@code bauta.json} holds
 * the text without secrets, {@code secrets.json} the secrets by their pointers, {@code about.json}
 * the rest and the hashes of all three, so that damage is seen.
 *
 * @param revision for people
 * @param written the configuration
 * @param previous the revision that undoing goes back to; 0 for none
 * @param fileHash SHA-256 of the file that was taken over last; empty while none was
 */
record Stored(Revision revision, Written written, int previous, String fileHash) {
    private static final String TEXT = "bauta.json";
    private static final String SECRETS = "secrets.json";
    private static final String ABOUT = "about.json";

    /** Returns the files of the folder, in the order of writing. */
    Map<String, byte[]> files() {
        ObjectNode secrets = JsonNodeFactory.instance.objectNode();
        Secrets.of(written.tree()).forEach(secrets::put);
        byte[] text = written.masked().getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(TEXT, text);
        files.put(SECRETS, Json.bytes(secrets));
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("number", revision.number())
                .put("kept", revision.kept().toString())
                .put("author", revision.author())
                .put("previous", previous)
                .put("taken-over", fileHash)
                .put(TEXT, hash(text))
                .put(SECRETS, hash(Json.bytes(secrets)));
        about.put(ABOUT, hash(Json.bytes(about)));
        files.put(ABOUT, Json.bytes(about));
        return files;
    }

    /**
     * Reads a folder.
     *
     * @param disk where it is
     * @param folder its place
     * @param number what its name says
     * @param board gives the ports where the configuration does not
     * @return empty when a part is missing, damaged, or of a form that is not known
     */
    static Optional<Stored> read(Disk disk, Path folder, int number, Board board) {
        try {
            byte[] text = disk.read(folder.resolve(TEXT));
            byte[] secrets = disk.read(folder.resolve(SECRETS));
            return tree(disk.read(folder.resolve(ABOUT)))
                    .filter(Stored::whole)
                    .filter(about -> about.path("number").asInt(0) == number)
                    .filter(about -> about.path(TEXT).asString("").equals(hash(text)))
                    .filter(about -> about.path(SECRETS).asString("").equals(hash(secrets)))
                    .flatMap(about -> made(about, text, secrets, board));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The file about the others has a hash of itself, as it was without that. */
    private static boolean whole(ObjectNode about) {
        ObjectNode hashed = about.deepCopy();
        JsonNode hash = hashed.remove(ABOUT);
        return hash != null && hash.asString("").equals(hash(Json.bytes(hashed)));
    }

    private static Optional<Stored> made(
            ObjectNode about, byte[] text, byte[] secrets, Board board) {
        ObjectNode tree = tree(text).orElse(null);
        ObjectNode hidden = tree(secrets).orElse(null);
        if (tree == null || hidden == null) {
            return Optional.empty();
        }
        Map<String, String> byPointer = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : hidden.properties()) {
            byPointer.put(entry.getKey(), entry.getValue().asString(""));
        }
        Secrets.fill(tree, byPointer);
        return Candidate.of(tree, board, Optional.of(tree)) instanceof Candidate.Usable(var written)
                ? Optional.of(of(about, written))
                : Optional.empty();
    }

    private static Stored of(ObjectNode about, Written written) {
        Revision revision =
                new Revision(
                        about.path("number").asInt(0),
                        instant(about.path("kept").asString("")),
                        about.path("author").asString(""),
                        written.config(),
                        written.masked());
        return new Stored(
                revision,
                written,
                about.path("previous").asInt(0),
                about.path("taken-over").asString(""));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }

    private static Optional<ObjectNode> tree(byte[] json) {
        return Json.read(json, new ArrayList<>())
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    /** Returns the SHA-256 of bytes as hexadecimal digits. */
    static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
