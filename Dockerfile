# Both images: docker build --target gateway . and docker build --target publisher .
# With jars in dist/ (bin/dist makes them) no network is needed; without them Maven builds them here.

FROM debian:trixie-slim AS jars
WORKDIR /halley
COPY . .
# the folder is missing in slim images, and Java's packages put links there
RUN --mount=type=cache,target=/root/.m2 \
    if [ ! -f dist/gateway.jar ] || [ ! -f dist/publisher.jar ]; then \
      set -e; \
      mkdir -p /usr/share/man/man1 dist; \
      apt-get update -qq; \
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven default-jdk-headless; \
      mvn -q -B -Dmaven.test.skip=true -pl gateway,publisher -am package; \
      cp gateway/target/halley-gateway.jar dist/gateway.jar; \
      cp publisher/target/halley-publisher.jar dist/publisher.jar; \
    fi

FROM eclipse-temurin:25-jre AS process
# a number, so that an orchestrator can see that it is not root
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
ENV HALLEY_HOST=0.0.0.0 HALLEY_STORE=redis HALLEY_DATA_DIR=/data
EXPOSE 8090
# Half of the container's memory is heap; what Netty writes from is a quarter GiB at most; the rest is for the JVM.
ENTRYPOINT ["java", \
  "-XX:MaxRAMPercentage=50", \
  "-XX:MaxDirectMemorySize=256m", \
  "-XX:+UseCompactObjectHeaders", \
  "-XX:+ExitOnOutOfMemoryError", \
  "--enable-native-access=ALL-UNNAMED", \
  "--sun-misc-unsafe-memory-access=allow", \
  "-jar", "/opt/halley.jar"]
# by the jar itself, since there is no curl here; a JVM that lives for a tenth of a second
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx32m", "-jar", "/opt/halley.jar", "--health"]

FROM process AS gateway
EXPOSE 8080
COPY --from=jars /halley/dist/gateway.jar /opt/halley.jar

FROM process AS publisher
EXPOSE 8081
COPY --from=jars /halley/dist/publisher.jar /opt/halley.jar
