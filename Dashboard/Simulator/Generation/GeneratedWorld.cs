using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>What a world is generated from; equal settings give equal worlds.</summary>
/// <param name="Now">The moment the generated history ends.</param>
public sealed record GenerationSettings(
    int Seed,
    int Users,
    int Connections,
    int HistoryDays,
    DateTimeOffset Now
);

/// <summary>
/// A world as it was at the moment of its generation: applying <see cref="History"/>, oldest first,
/// ends in exactly these <see cref="Users"/> and <see cref="Authorizations"/>.
/// </summary>
public sealed record GeneratedWorld(
    IReadOnlyList<SimulatedUser> Users,
    IReadOnlyList<SimulatedAuthorization> Authorizations,
    IReadOnlyList<SimulatedEvent> History
);
