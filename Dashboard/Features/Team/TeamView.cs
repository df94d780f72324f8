using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team;

/// <summary>Whether an operator can sign in.</summary>
public enum MemberState
{
    Active,
    Disabled,

    /// <summary>For some minutes, after too many wrong passwords.</summary>
    Locked,
}

/// <summary>The filters of the list, as in its address. A null property does not filter.</summary>
/// <param name="Search">Part of a name or an e-mail address.</param>
public sealed record TeamView(string? Search, Role? Role, MemberState? State)
{
    public const string Path = "/team";

    /// <summary>The page with the invitation form open.</summary>
    public const string InviteUri = Path + "?invite=true";

    public static readonly TeamView Default = new(null, null, null);

    public bool IsNarrowed => this != Default;

    /// <summary>From the address; invalid values count as not set.</summary>
    public static TeamView Read(string? search, string? role, string? state) =>
        new(PageAddress.Text(search), PageAddress.Choice<Role>(role), PageAddress.Choice<MemberState>(state));

    public string ToUri() =>
        PageAddress.With(Path, ("q", Search), ("role", Role?.ToString()), ("state", State?.ToString()));
}
