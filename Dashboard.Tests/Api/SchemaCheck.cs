using System.Globalization;
using System.Text.Json;

namespace Dashboard.Tests.Api;

/// <summary>
/// Compares a value with a JSON schema of the API's description. It supports the keywords that the description uses, and
/// reports every property that no schema mentions.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IReadOnlyList<string> Differences(JsonElement schema, JsonElement value) =>
        [.. Check(schema, value, "$")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Check(Resolve(reference.GetString()!), value, path);
        foreach (var name in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(name, out var choices))
                return choices.EnumerateArray().Any(c => !Check(c, value, path).Any())
                    ? []
                    : [$"{path} fits none of {choices}: {value}"];
        }
        return
        [
            .. CheckType(schema, value, path),
            .. CheckText(schema, value, path),
            .. value.ValueKind switch
            {
                JsonValueKind.Object => CheckObject(schema, value, path),
                JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value
                    .EnumerateArray()
                    .SelectMany((item, i) => Check(items, item, $"{path}[{i}]")),
                _ => [],
            },
        ];
    }

    private static IEnumerable<string> CheckType(JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
            yield break;
        var allowed =
            type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Select(t => t.GetString()!).ToList()
                : [type.GetString()!];
        if (!allowed.Any(t => IsOf(t, value)))
            yield return $"{path} should be {string.Join(" or ", allowed)}: {value.GetRawText()}";
    }

    private static bool IsOf(string type, JsonElement value) =>
        type switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "array" => value.ValueKind == JsonValueKind.Array,
            _ => value.ValueKind == JsonValueKind.Object,
        };

    private static IEnumerable<string> CheckText(JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
            yield break;
        var text = value.GetString()!;
        if (
            schema.TryGetProperty("enum", out var names)
            && !names.EnumerateArray().Any(n => n.GetString() == text)
        )
            yield return $"{path} should be one of {names}: {text}";
        if (
            schema.TryGetProperty("format", out var format)
            && format.GetString() == "date-time"
            && !(
                text.EndsWith('Z')
                && DateTimeOffset.TryParse(
                    text,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.RoundtripKind,
                    out _
                )
            )
        )
            yield return $"{path} should be a time in UTC: {text}";
    }

    private IEnumerable<string> CheckObject(JsonElement schema, JsonElement value, string path)
    {
        var properties = schema.TryGetProperty("properties", out var declared)
            ? declared.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
            : [];
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(n => n.GetString()!))
            {
                if (!value.TryGetProperty(name, out _))
                    yield return $"{path}.{name} is missing";
            }
        }
        var isProblem = properties.ContainsKey("detail");
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetValue(member.Name, out var inner))
            {
                foreach (var difference in Check(inner, member.Value, $"{path}.{member.Name}"))
                    yield return difference;
            }
            // Problem details may have additional members.
            else if (!isProblem && !schema.TryGetProperty("additionalProperties", out _))
                yield return $"{path}.{member.Name} is not described";
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, part) => element.GetProperty(part));
}
