using Dashboard.Components.Parts;

namespace Dashboard.Components;

/// <summary>Checks a user's connections from any screen.</summary>
public interface IUserChecks
{
    /// <summary>Compares all connections of a user with SnapTrade's list now, with an entry on the audit trail.</summary>
    Task<UserCheckReport> CheckAsync(string userId, CancellationToken cancellationToken);
}

/// <summary>The result of a check of all connections of a user, in words.</summary>
public sealed record UserCheckReport(Tone Tone, string Words);
