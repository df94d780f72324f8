using System.Globalization;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api;

/// <summary>
/// Reads the parameters of a query and collects their errors, so that the response reports all of them
/// at once.
/// </summary>
public sealed class QueryReader
{
    public const int DefaultLimit = 50;
    public const int MaxItems = 200;
    private const int MaxTextLength = 400;
    private const int MaxWords = 50;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool IsValid => _errors.Count == 0;

    public ValidationProblem Problem() => ApiProblems.Invalid(_errors);

    /// <summary>Names of an enumeration, repeated or separated by commas.</summary>
    public IReadOnlyList<T> Names<T>(string parameter, string[]? values)
        where T : struct, Enum
    {
        var known = Enum.GetNames<T>();
        var read = Words(parameter, values);
        if (read.All(word => known.Contains(word, StringComparer.OrdinalIgnoreCase)))
            return [.. read.Select(word => Enum.Parse<T>(word, ignoreCase: true)).Distinct()];
        _errors[parameter] = [$"{parameter} must be one or more of {string.Join(", ", known)}."];
        return [];
    }

    /// <summary>Words, repeated or separated by commas.</summary>
    public IReadOnlyList<string> Words(string parameter, string[]? values)
    {
        var words = (values ?? [])
            .SelectMany(v =>
                v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (words.Count > MaxWords || words.Exists(word => word.Length > MaxTextLength))
            _errors[parameter] =
            [
                $"{parameter} accepts at most {MaxWords} values of at most {MaxTextLength} characters each.",
            ];
        else if (values?.All(InputText.IsShowable) == false)
            RefuseHidden(parameter);
        return words;
    }

    /// <summary>A point in time; UTC when it has no offset.</summary>
    public DateTimeOffset? Time(string parameter, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (
            char.IsAsciiDigit(value[0])
            && DateTimeOffset.TryParse(
                value,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
            return time;
        _errors[parameter] = [$"{parameter} must be an ISO 8601 time, such as 2026-01-31T14:00:00Z."];
        return null;
    }

    /// <summary>Reports a value that can be read but not used.</summary>
    /// <param name="message">Names the parameter and says what it accepts.</param>
    public void Refuse(string parameter, string message) => _errors.TryAdd(parameter, [message]);

    public string? Text(string parameter, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (value.Length > MaxTextLength)
            _errors[parameter] = [$"{parameter} must have at most {MaxTextLength} characters."];
        else if (!InputText.IsShowable(value))
            RefuseHidden(parameter);
        return value;
    }

    // No id or name has any: without this an id that can't exist would look like one without rows.
    private void RefuseHidden(string parameter) =>
        _errors[parameter] = [$"{parameter} must not contain control characters or unpaired surrogates."];

    public int Limit(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return DefaultLimit;
        if (int.TryParse(value, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxItems)
            return limit;
        _errors["limit"] = [$"limit must be a whole number from 1 to {MaxItems}."];
        return DefaultLimit;
    }

    public T? Cursor<T>(string? value)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var position = Api.Cursor.Decode<T>(value);
        if (position is null)
            _errors["cursor"] =
            [
                "cursor must be the nextCursor of the previous page; omit it for the first page.",
            ];
        return position;
    }
}
