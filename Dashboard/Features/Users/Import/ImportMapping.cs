using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Features.Users.Import;

/// <summary>Which column, counted from 0, holds which field.</summary>
public sealed class ImportMapping(IReadOnlyDictionary<ImportField, int> columns)
{
    private static readonly JsonSerializerOptions Names = new()
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The column of a field; null when the file has none.</summary>
    public int? this[ImportField field] => columns.TryGetValue(field, out var column) ? column : null;

    /// <summary>Whether a user id and another field are mapped.</summary>
    public bool IsUsable => columns.ContainsKey(ImportField.UserId) && columns.Count > 1;

    /// <summary>The field of a column; null when it is not imported.</summary>
    public ImportField? FieldOf(int column) =>
        columns.Where(pair => pair.Value == column).Select(pair => (ImportField?)pair.Key).FirstOrDefault();

    /// <summary>The mapping with one column changed. Another column with the same field is no longer imported.</summary>
    public ImportMapping With(int column, ImportField? field)
    {
        var changed = columns
            .Where(pair => pair.Value != column && pair.Key != field)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        if (field is { } meaning)
            changed[meaning] = column;
        return new ImportMapping(changed);
    }

    public string ToJson() => JsonSerializer.Serialize(columns, Names);

    public static ImportMapping Read(string json) =>
        new(JsonSerializer.Deserialize<Dictionary<ImportField, int>>(json, Names) ?? []);
}
