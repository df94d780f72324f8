using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.OptOut;

/// <summary>The pages of the opt-out link.</summary>
internal sealed class OptOutPages(CustomerLanguage language, string company)
{
    /// <summary>The form field that opts in again; any other form opts out.</summary>
    public static readonly (string Name, string Value) WantsBack = ("messages", "on");
    private readonly OptOutTexts _texts = OptOutTexts.Of(language);

    /// <summary>Asks before the opt-out.</summary>
    public CustomerPage Ask() => Page("bell", "accent", _texts.Ask);

    public CustomerPage Out() => Page("check", "ok", _texts.Out) with { ActionField = WantsBack };

    public CustomerPage In() => Page("check", "ok", _texts.In);

    private CustomerPage Page(string icon, string tone, PageText text) =>
        new(200, icon, tone, text.Heading, Fill(text.Text))
        {
            Language = language,
            Action = CustomerAction.Start,
            ActionText = text.Action,
            Fine = text.Fine is { } fine ? Fill(fine) : null,
        };

    private string Fill(string text) => text.Replace("{company}", company, StringComparison.Ordinal);
}
