using System.Globalization;

namespace Dashboard.Text;

/// <summary>How numbers and counted things read, on screens and in messages, in any culture of the process.</summary>
public static class Counts
{
    /// <summary>"1,298".</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 connection", "1,298 connections"; for nouns whose plural ends in s.</summary>
    public static string Of(long count, string noun) => Of(count, noun, noun + "s");

    /// <summary>"1 person", "1,298 people".</summary>
    public static string Of(long count, string one, string many) =>
        $"{Number(count)} {(count == 1 ? one : many)}";

    /// <summary>"once", "twice", "3 times".</summary>
    public static string Times(long count) =>
        count switch
        {
            1 => "once",
            2 => "twice",
            _ => $"{Number(count)} times",
        };

    /// <summary>"100+" from the limit of the count on, else the number.</summary>
    public static string UpTo(long count, long limit) => count < limit ? Number(count) : $"{Number(limit)}+";

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";

    /// <summary>"12 %" for 0.12, whole per cent; a share above none never reads "0 %", nor one below all "100 %".</summary>
    public static string Percent(double share)
    {
        var whole = Math.Round(share * 100);
        if (share is > 0 and < 1)
            whole = Math.Clamp(whole, 1, 99);
        return whole.ToString("0", CultureInfo.InvariantCulture) + " %";
    }
}
