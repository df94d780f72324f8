using Dashboard.Domain.Reconnect;

namespace Dashboard.Components.Customer;

/// <summary>What the customer can do from here.</summary>
public enum CustomerAction
{
    None,

    /// <summary>A form whose button does what the page is for.</summary>
    Start,

    /// <summary>A link back to the first page.</summary>
    Back,

    /// <summary>A link to <see cref="CustomerPage.AgainUrl"/>, for who does not want to wait.</summary>
    Again,
}

/// <summary>One page that a customer sees: what happened, what it means, what to do.</summary>
public sealed record CustomerPage(int Status, string Icon, string Tone, string Heading, string Text)
{
    public required CustomerLanguage Language { get; init; }
    public CustomerAction Action { get; init; }
    public string ActionText { get; init; } = "";

    /// <summary>What the form sends along, by name; null when the press of its button says it all.</summary>
    public (string Name, string Value)? ActionField { get; init; }

    /// <summary>A line under the button.</summary>
    public string? Fine { get; init; }

    /// <summary>When to try again, as the Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the page goes by itself after a few seconds; a path and query of ours.</summary>
    public string? AgainUrl { get; init; }
}

/// <summary>The words of one page, with placeholders in braces.</summary>
/// <param name="Action">On the button or link; empty when there is none.</param>
/// <param name="Fine">A line under the button.</param>
public sealed record PageText(string Heading, string Text, string Action = "", string? Fine = null);
