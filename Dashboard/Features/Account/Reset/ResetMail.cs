using System.Net;
using Dashboard.Mail;

namespace Dashboard.Features.Account.Reset;

/// <summary>The e-mail with the link to the page that sets a new password.</summary>
internal static class ResetMail
{
    public static OutgoingMail To(string address, string name, string url) =>
        new(address, "Set a new password", Text(name, url), Html(name, url));

    private static string Text(string name, string url) =>
        $"""
            Hello {name},

            someone requested a new password for your account on the connection health dashboard.
            If it was you, set it here within one hour:

            {url}

            The link works once. If it was not you, do nothing: your password does not change.
            """;

    private static string Html(string name, string url) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <body style="margin:0;padding:24px;background:#f6f7f9;font:15px/23px system-ui,sans-serif;color:#141a23">
            <div style="max-width:480px;margin:0 auto;padding:28px;background:#ffffff;border:1px solid #e3e6eb;border-radius:8px">
            <p>Hello {WebUtility.HtmlEncode(name)},</p>
            <p>someone requested a new password for your account on the connection health dashboard.
            If it was you, set it within one hour:</p>
            <p style="margin:24px 0"><a href="{WebUtility.HtmlEncode(
                url
            )}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:#2f4bd8;color:#ffffff;text-decoration:none;font-weight:600">Set a new password</a></p>
            <p style="color:#4d5868">The link works once. If it was not you, do nothing: your password does not change.</p>
            </div>
            </body>
            </html>
            """;
}
