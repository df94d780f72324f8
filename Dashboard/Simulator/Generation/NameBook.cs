using System.Globalization;
using System.Text;

namespace Dashboard.Simulator.Generation;

/// <summary>Names of customers from several languages, with the locale that goes with each.</summary>
internal static class NameBook
{
    private static readonly IReadOnlyList<NameGroup> Groups =
    [
        new(
            "en",
            60,
            "Olivia Liam Emma Noah Ava James Sophie Daniel Grace Owen Chloe Ethan Hannah Lucas Maya Samuel Nora Henry Priya Arjun Fatima Omar Aisha Kofi",
            "Smith Johnson Brown Taylor Wilson Martin Anderson Thompson Campbell Stewart Clarke Murphy Reid Patel Singh Khan Okafor Mensah Nguyen Kim Rossi Walker Bennett Hughes"
        ),
        new(
            "fr-CA",
            14,
            "Éloïse Mathéo Zoé François Geneviève André Maëlle Benoît Noémie Jérôme",
            "Côté Bélanger Lévesque Gagné Pelletier Bouchard Thériault Hébert Desrosiers Lefèvre"
        ),
        new(
            "pt-BR",
            8,
            "João Luíza Inês Antônio Beatriz Caio Letícia Vinícius",
            "Gonçalves Araújo Conceição Magalhães Ribeiro Assunção Simões"
        ),
        new(
            "de",
            6,
            "Jörg Käthe Björn Anneliese Günther Lieselotte",
            "Müller Schäfer Weiß König Bäcker Jäger"
        ),
        new("es", 6, "José Ángela Iñaki Begoña Martín Lucía", "Núñez Ibáñez Peña Martínez Gutiérrez Muñoz"),
        new("pl", 3, "Łukasz Małgorzata Paweł Agnieszka", "Wiśniewski Dąbrowski Łuczak Zieliński"),
        new("zh", 2, "伟 芳 娜 秀英 敏 静", "王 李 张 刘 陈 杨", FamilyFirst: true),
        new("ja", 1, "さくら 健太 陽子 翔", "佐藤 鈴木 高橋 田中", FamilyFirst: true),
    ];

    /// <summary>A full name and its locale.</summary>
    public static (string Name, string Locale) Draw(Dice dice)
    {
        var group = dice.PickWeighted(Groups, group => group.Weight);
        var (given, family) = (dice.Pick(group.Given), dice.Pick(group.Family));
        return (group.FamilyFirst ? $"{family}{given}" : $"{given} {family}", group.Locale);
    }

    /// <summary>
    /// The name in the letters of an e-mail address, <c>zoe.ubermut</c>, or null when it has none of them.
    /// </summary>
    public static string? ToLocalPart(string name)
    {
        var letters = name.Normalize(NormalizationForm.FormD)
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            .Select(letter => letter == ' ' ? '.' : char.ToLowerInvariant(letter))
            .Where(letter => letter is '.' or (>= 'a' and <= 'z'))
            .ToArray();
        return letters.Length < 3 ? null : new string(letters);
    }

    private sealed record NameGroup(
        string Locale,
        int Weight,
        string GivenNames,
        string FamilyNames,
        bool FamilyFirst = false
    )
    {
        public IReadOnlyList<string> Given { get; } = GivenNames.Split(' ');
        public IReadOnlyList<string> Family { get; } = FamilyNames.Split(' ');
    }
}
