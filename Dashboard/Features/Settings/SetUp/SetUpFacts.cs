using Dashboard.Data.Deliveries;
using Dashboard.Features.Settings.Checks;

namespace Dashboard.Features.Settings.SetUp;

/// <summary>Users by whether SnapTrade can be asked about them.</summary>
/// <param name="Working">With a secret that SnapTrade has not refused.</param>
public sealed record UserFacts(long Working, long WithoutSecret, long Refused)
{
    public long Total => Working + WithoutSecret + Refused;
}

/// <summary>The admins who can sign in.</summary>
/// <param name="Protected">Those with an authenticator or a passkey.</param>
/// <param name="HasSingleSignOn">Whether an identity provider is in charge of second factors.</param>
public sealed record AdminFacts(int Count, int Protected, bool HasSingleSignOn);

/// <summary>What is known for the set-up; null is "not known yet".</summary>
public sealed record SetUpFacts
{
    public required DateTimeOffset Now { get; init; }
    public required string ClientId { get; init; }
    public required string WebhookAddress { get; init; }
    public bool IsSimulator { get; init; }
    public SnapTradeResult? SnapTrade { get; init; }
    public DeliveryState? Deliveries { get; init; }
    public UserFacts? Users { get; init; }
    public bool ReachesPeople { get; init; }

    /// <summary>Whether the mail server accepted one of the latest messages, or a test.</summary>
    public bool HasSent { get; init; }

    /// <summary>Settings without which customers can't tell who writes or whom to ask.</summary>
    public IReadOnlyList<string> MissingNames { get; init; } = [];
    public string CompanyName { get; init; } = "";
    public string SupportContact { get; init; } = "";

    /// <summary>Where answers to e-mails go; null: nowhere.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The configured public address; empty: none.</summary>
    public string PublicUrl { get; init; } = "";
    public OutsideResult? Outside { get; init; }

    /// <summary>Screens connected through a WebSocket, and those that could not be.</summary>
    public long Sockets { get; init; }
    public long OtherTransports { get; init; }
    public AdminFacts? Admins { get; init; }
}
