namespace Dashboard.Features.Reconnect.Customer;

/// <summary>What the customer can do from here.</summary>
public enum CustomerAction
{
    None,

    /// <summary>A form whose button starts the portal.</summary>
    Start,

    /// <summary>A link back to the first page.</summary>
    Back,

    /// <summary>A link to <see cref="CustomerPage.AgainUrl"/>, for who does not want to wait.</summary>
    Again,
}

/// <summary>One page that a customer sees: what happened, what it means, what to do.</summary>
public sealed record CustomerPage(int Status, string Icon, string Tone, string Heading, string Text)
{
    public CustomerAction Action { get; init; }
    public string ActionText { get; init; } = "";

    /// <summary>A line under the button.</summary>
    public string? Fine { get; init; }

    /// <summary>What a program, and a polite browser, is told about when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the page goes by itself after a few seconds; a path and query of ours.</summary>
    public string? AgainUrl { get; init; }
}
