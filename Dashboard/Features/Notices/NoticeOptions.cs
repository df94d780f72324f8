using System.ComponentModel;

namespace Dashboard.Features.Notices;

/// <summary>Section <c>Notices</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>
    /// Allows webhooks to addresses in private networks and on this machine, such as an own chat server. Off by default, so
    /// that an admin's account can't be used to probe the internal network.
    /// </summary>
    [Description("Whether the team’s webhook may have a private or local address.")]
    public bool AllowPrivateHosts { get; set; }
}
