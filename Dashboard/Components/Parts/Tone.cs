namespace Dashboard.Components.Parts;

/// <summary>The meaning behind a colour. Always shown with an icon or a word as well.</summary>
public enum Tone
{
    /// <summary>Grey: a fact without judgement.</summary>
    Neutral,

    /// <summary>Green: works.</summary>
    Ok,

    /// <summary>Red: broken.</summary>
    Bad,

    /// <summary>Amber: waiting, or a warning.</summary>
    Wait,

    /// <summary>The accent: something to act on.</summary>
    Accent,
}

/// <summary>CSS names of tones.</summary>
public static class Tones
{
    public static string Css(this Tone tone) =>
        tone switch
        {
            Tone.Ok => "ok",
            Tone.Bad => "bad",
            Tone.Wait => "wait",
            Tone.Accent => "accent",
            _ => "gone",
        };
}
