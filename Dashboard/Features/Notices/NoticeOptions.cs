namespace Dashboard.Features.Notices;

/// <summary>Section <c>Notices</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>
    /// Lets the webhook's host have an address of a private network or of this machine, as a chat server of one's
    /// own has. Off: an admin's account can't be used to make the dashboard knock on doors inside.
    /// </summary>
    public bool AllowPrivateHosts { get; set; }
}
