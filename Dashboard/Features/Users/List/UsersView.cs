using Dashboard.Components.Navigation;

namespace Dashboard.Features.Users.List;

/// <summary>The list's chips.</summary>
public enum UserKind
{
    All,

    /// <summary>With a connection that is disabled.</summary>
    Broken,
    SecretKnown,
    SecretMissing,
    SecretRefused,
    NoEmail,
    OptedOut,

    /// <summary>SnapTrade does not list them.</summary>
    NotAtSnapTrade,
}

/// <summary>What the list shows, as its address says it.</summary>
/// <param name="Search">Words that each begin a word of an id, a name or an e-mail address.</param>
public sealed record UsersView(UserKind Kind, string? Search)
{
    public static readonly UsersView Default = new(UserKind.All, null);

    private const string ById = "id";

    /// <summary>By id throughout, also where those with a disabled connection would come first.</summary>
    public bool IsById { get; init; }

    /// <summary>Whether those with a disabled connection come first.</summary>
    public bool IsBrokenFirst => Kind == UserKind.All && !IsById;

    public bool IsNarrowed => Kind != UserKind.All || Search is not null;

    /// <summary>From the address; what makes no sense in it counts as not said.</summary>
    public static UsersView Read(string? kind, string? search, string? sort = null) =>
        new(PageAddress.Choice<UserKind>(kind) ?? UserKind.All, PageAddress.Text(search))
        {
            IsById = string.Equals(sort, ById, StringComparison.OrdinalIgnoreCase),
        };

    public string ToUri() =>
        PageAddress.With(
            UserAddress.List,
            ("show", Kind == UserKind.All ? null : Kind.ToString()),
            ("sort", IsById ? ById : null),
            ("q", Search)
        );

    /// <summary>What a chip says.</summary>
    public static string Words(UserKind kind) =>
        kind switch
        {
            UserKind.All => "All",
            UserKind.Broken => "Broken connections",
            UserKind.SecretKnown => "Secret known",
            UserKind.SecretMissing => "Secret missing",
            UserKind.SecretRefused => "Secret refused",
            UserKind.NoEmail => "No e-mail",
            UserKind.OptedOut => "Opted out",
            _ => "Not at SnapTrade",
        };
}
