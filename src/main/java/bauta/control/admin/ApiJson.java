package bauta.control.admin;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** JSON of the API: keys in lower case with dashes, addresses in their text form. */
final class ApiJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(new ToStringSerializer(MacAddress.class))
                                    .addSerializer(new ToStringSerializer(Ipv4Prefix.class))
                                    .addSerializer(new ToStringSerializer(Ipv4Address.class)))
                    .build();

    private ApiJson() {}

    /** Returns a document on several lines, for people. */
    static String pretty(Object document) {
        return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document)
                + "\n";
    }

    /** Returns a document on one line. */
    static String line(Object document) {
        return MAPPER.writeValueAsString(document);
    }
}
