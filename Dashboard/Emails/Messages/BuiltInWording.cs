using Dashboard.Domain.Reconnect;

namespace Dashboard.Emails.Messages;

/// <summary>The texts of messages until an admin changes them: version 0 of each language.</summary>
internal static class BuiltInWording
{
    public const int Number = 0;

    private static readonly WordingTexts English = new(
        "Reconnect your {brokerage} {account|accounts}",
        "Reconnect your {brokerage} {account|accounts}",
        """
        Hello {first name},

        Your {brokerage} {account has lost its|accounts have lost their} connection to {company}. That happens, for instance after a change of password, and only you can repair it.

        Log in with the same {account|accounts} as before, and everything continues where it was. It takes about a minute{| each}.
        """,
        "Reconnect {brokerage}",
        """
        The {button opens|buttons open} our own page, which sends you on to SnapTrade’s secure login. We never ask for a password by e-mail.

        Kind regards,
        {company}
        """
    );

    private static readonly WordingTexts Portuguese = new(
        "Reconecte {sua conta|suas contas} {brokerage}",
        "Reconecte {sua conta|suas contas} {brokerage}",
        """
        Olá, {first name}!

        {Sua conta|Suas contas} {brokerage} {perdeu|perderam} a conexão com {company}. Isso acontece, por exemplo, depois de uma troca de senha, e só você pode restabelecê-la.

        Entre com {a mesma conta|as mesmas contas} de antes e tudo continua de onde parou. Leva cerca de um minuto{| para cada uma}.
        """,
        "Reconectar {brokerage}",
        """
        {O botão abre|Os botões abrem} nossa própria página, que leva você ao login seguro da SnapTrade. Nunca pedimos sua senha por e-mail.

        Atenciosamente,
        {company}
        """
    );

    public static WordingTexts Of(CustomerLanguage language) =>
        (language == CustomerLanguage.Portuguese ? Portuguese : English).Clean();
}
