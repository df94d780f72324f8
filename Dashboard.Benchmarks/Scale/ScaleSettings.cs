namespace Dashboard.Benchmarks.Scale;

/// <summary>The size and the moment of a generated database. Equal settings give equal rows, apart from what is encrypted.</summary>
/// <param name="Connections">At least 1.</param>
/// <param name="Events">At least <see cref="MinEventsPerConnection"/> for each connection.</param>
/// <param name="Now">The moment at which the history ends, after <see cref="Days"/> days.</param>
internal sealed record ScaleSettings(int Connections, long Events, DateTimeOffset Now, int Seed = 1)
{
    public const int Days = 730;
    public const int MinEventsPerConnection = 8;

    // The rest is filled with events that change no health, until the number is exact.
    private const double ShareOfLife = 0.55;
    private const double EventsOfBreak = 4.4;
    private const double EventsOfCreation = 2.7;
    private const double MeanAgeInDays = 296;

    public DateTimeOffset Start => Now.AddDays(-Days);

    /// <summary>How long an average connection works between two breaks.</summary>
    public TimeSpan MeanHealthyTime =>
        TimeSpan.FromDays(
            MeanAgeInDays * EventsOfBreak / (ShareOfLife * Events / Connections - EventsOfCreation)
        );

    /// <exception cref="InvalidOperationException">The numbers don't fit together.</exception>
    public ScaleSettings Validated() =>
        Connections < 1 ? throw new InvalidOperationException("At least 1 connection is needed.")
        : Events < (long)MinEventsPerConnection * Connections
            ? throw new InvalidOperationException(
                $"{Connections} connections need at least {(long)MinEventsPerConnection * Connections} events."
            )
        : this;
}
