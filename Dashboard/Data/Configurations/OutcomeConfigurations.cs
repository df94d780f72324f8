using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class KeptFigureConfiguration : IEntityTypeConfiguration<KeptFigure>
{
    public void Configure(EntityTypeBuilder<KeptFigure> builder)
    {
        builder.ToTable("KeptFigures");
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Json).HasMaxLength(-1);
    }
}
