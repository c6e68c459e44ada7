package bauta.control.admin;

import bauta.engine.Secret;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** JSON of the API: keys in lower case with dashes, addresses in their text form. */
final class ApiJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .addModule(
                            new SimpleModule()
                                    .addDeserializer(Secret.class, new SecretText())
                                    .addSerializer(new ToStringSerializer(Secret.class))
                                    .addSerializer(new ToStringSerializer(MacAddress.class))
                                    .addSerializer(new ToStringSerializer(Ipv4Prefix.class))
                                    .addSerializer(new ToStringSerializer(Ipv4Address.class)))
                    .build();

    private ApiJson() {}

    /** Only text is a secret: a number would not come out as it was typed. */
    private static final class SecretText extends StdDeserializer<Secret> {
        SecretText() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(JsonParser parser, DeserializationContext context) {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? Secret.of(parser.getString())
                    : (Secret) context.handleUnexpectedToken(Secret.class, parser);
        }
    }

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
