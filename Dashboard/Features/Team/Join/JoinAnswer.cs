using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Join;

internal enum JoinState
{
    Open,
    Unknown,
    Expired,
    Revoked,
    Used,

    /// <summary>Too many tries from this address within a minute.</summary>
    Throttled,
}

/// <param name="State">Whether the link can be used.</param>
/// <param name="Invitation">Null when the link is unknown.</param>
/// <param name="Problems">What to correct in the form, in words.</param>
internal sealed record JoinAnswer(JoinState State, Invitation? Invitation, IReadOnlyList<string> Problems)
{
    public JoinAnswer(JoinState state, Invitation? invitation = null)
        : this(state, invitation, []) { }
}
