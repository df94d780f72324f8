using System.Globalization;

namespace Dashboard.Text;

/// <summary>How lengths of time read that were measured, down to seconds.</summary>
public static class SpanText
{
    private const int Minute = 60;

    /// <summary>"40 s", "2 min 10 s", "12 min", "6 h 10 min", "1 d 22 h"; an absent one is a dash.</summary>
    public static string Of(int? seconds) =>
        seconds switch
        {
            null => "–",
            < Minute => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
            < 10 * Minute when seconds % Minute > 0 => string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds / Minute} min {seconds % Minute} s"
            ),
            { } known => TimeText.Duration(TimeSpan.FromSeconds(known)),
        };

    /// <summary>"16 h sooner", "2 d later"; null without a difference that is worth a word.</summary>
    public static string? Compared(int? seconds, int? before) =>
        seconds is { } now && before is { } then && Math.Abs(now - then) >= Math.Max(1, then / 100)
            ? $"{Of(Math.Abs(now - then))} {(now < then ? "sooner" : "later")}"
            : null;
}
