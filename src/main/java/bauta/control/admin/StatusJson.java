package bauta.control.admin;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** The status as JSON: keys in lower case with dashes, addresses in their text form. */
final class StatusJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(new ToStringSerializer(MacAddress.class))
                                    .addSerializer(new ToStringSerializer(Ipv4Prefix.class))
                                    .addSerializer(new ToStringSerializer(Ipv4Address.class)))
                    .build();

    private StatusJson() {}

    static String write(StatusDocument document) {
        return MAPPER.writeValueAsString(document) + "\n";
    }
}
